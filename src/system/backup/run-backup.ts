import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import type { BackupMessage, WorkerFailure } from './backup-worker.ts';
import type { BackupFile, BackupProgress, BackupRequest } from './make-backup.ts';

/** A network folder that hangs must not hold the next night's backup too. */
const SILENCE_MS = 10 * 60_000;

/** Makes a backup in a worker; the signal, or ten minutes without progress, ends it. */
export function runBackup(
  request: BackupRequest,
  onProgress: (progress: BackupProgress) => void,
  signal: AbortSignal,
): Promise<BackupFile> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./backup-worker.ts', import.meta.url), { workerData: request });
  return new Promise<BackupFile>((resolve, reject) => {
    const { folder } = request;
    const silent = () =>
      reject(new AppError('backup.place', { folder, reason: 'no progress for 10 minutes' }));
    const silence = setTimeout(silent, SILENCE_MS);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    worker.on('message', (message: BackupMessage) => {
      silence.refresh();
      if (message.kind === 'progress') onProgress(message.progress);
      else if (message.kind === 'done') resolve(message.result);
      else reject(rebuild(message.failure));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      clearTimeout(silence);
      reject(new Error(`the backup worker ended with code ${code}`));
    });
  }).finally(() => worker.terminate());
}

function rebuild({ code, details, message }: WorkerFailure): Error {
  return code ? new AppError(code, details, new Error(message)) : new Error(message);
}
