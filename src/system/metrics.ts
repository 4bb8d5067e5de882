import { Gauge, type Registry } from 'prom-client';
import type { DiskState } from './disk-watch.ts';

export interface MetricsParts {
  registry: Registry;
  version: string;
  disk: () => DiskState | undefined;
  lastBackupAt: () => number | null;
  clockTrusted: () => boolean;
}

/** What Prometheus may ask of the machine. */
export function systemMetrics({ registry, version, disk, lastBackupAt, clockTrusted }: MetricsParts): void {
  const gauge = (name: string, help: string, value: () => number | undefined) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const now = value();
        if (now !== undefined) this.set(now);
      },
    });
  new Gauge({
    name: 'tramso_info',
    help: 'Always 1; the label tells the version',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1);
  gauge('tramso_disk_free_bytes', 'Room left on the disk of the data folder', () => disk()?.free);
  gauge('tramso_disk_used_ratio', 'Used share of that disk, 0–1', () => disk()?.used);
  gauge('tramso_database_wal_bytes', 'Size of the write-ahead log', () => disk()?.wal);
  gauge('tramso_clock_trusted', '0 while the clock of the machine is wrong', () => Number(clockTrusted()));
  gauge('tramso_backup_last_success_timestamp_seconds', 'When the newest good backup was made', () => {
    const at = lastBackupAt();
    return at === null ? undefined : at / 1000;
  });
}
