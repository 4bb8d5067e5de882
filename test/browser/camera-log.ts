import { v7 as uuidv7 } from 'uuid';
import { exportsRepository } from '../../src/cameras/recording/exports-repository.ts';
import { openIndex } from '../../src/cameras/recording/index-database.ts';
import { segmentsRepository } from '../../src/cameras/recording/segments-repository.ts';
import { statesRepository } from '../../src/cameras/recording/states-repository.ts';
import { relaysRepository } from '../../src/cameras/relay/relays-repository.ts';
import { VIEWING_KINDS } from '../../src/cameras/viewing/schemas.ts';
import { viewingsRepository } from '../../src/cameras/viewing/viewings-repository.ts';
import { addDays, DAY_MS, localDay, localInstant } from '../../src/clock.ts';
import type { Station } from '../harness.ts';

const REASON =
  'Công an huyện đề nghị tại công văn 125/CAH ngày 20/11/2026 để xác minh vụ mất xe máy trước cổng trường';
const BY = 'Đỗ Mạnh Cường';
const MINUTE_MS = 60_000;

/** What is known of cameras in a commune that uses them: a day of rows, exports, relays, and who looked. */
export function keepCameraLog({ app }: Station, cameras: readonly string[]): void {
  const now = app.clock.now();
  const cameraOf = (index: number) => cameras[index % cameras.length] ?? '';
  keepDay(app.db.name, cameraOf(0), now);
  const exports = exportsRepository(app.db);
  for (const [index, state] of (['done', 'failed', 'done'] as const).entries()) {
    const from = now - (index + 2) * DAY_MS;
    const lostAt = from + 3 * MINUTE_MS;
    const lost = index === 2 ? [{ from: lostAt, to: lostAt + 75_000, why: 'lost', reason: null }] : [];
    exports.insert({
      id: uuidv7(),
      cameraId: cameraOf(index),
      from,
      to: from + 12 * MINUTE_MS,
      reason: REASON,
      state,
      failure: state === 'failed' ? 'camera.export_failed' : null,
      hasFrom: state === 'done' ? from - 400 : null,
      hasTo: state === 'done' ? from + 12 * MINUTE_MS : null,
      bytes: state === 'done' ? 358_000_000 : null,
      sha256: state === 'done' ? 'a1b2c3d4'.repeat(8) : null,
      missingMs: state === 'done' ? lost.length * 75_000 : null,
      gaps: state === 'done' ? JSON.stringify(lost) : null,
      createdBy: BY,
      createdAt: from + DAY_MS,
      endedAt: from + DAY_MS + MINUTE_MS,
    });
  }
  keepRelays(app, cameraOf, now);
  const viewings = viewingsRepository(app.db);
  for (let index = 0; index < 70; index++) {
    const startedAt = now - index * 7 * MINUTE_MS;
    const kind = VIEWING_KINDS[index % VIEWING_KINDS.length] ?? 'live';
    const isPast = kind === 'playback' || kind === 'export';
    viewings.insert({
      id: uuidv7(),
      cameraId: cameraOf(index),
      kind,
      userId: uuidv7(),
      userName: index % 3 ? BY : 'Nguyễn Thị Hoa',
      address: kind === 'relay' ? null : '192.168.1.25',
      reason: kind === 'export' || kind === 'relay' ? REASON : '',
      startedAt,
      endedAt: startedAt + 95_000,
      fromAt: isPast ? startedAt - DAY_MS : null,
      toAt: isPast ? startedAt - DAY_MS + 12 * MINUTE_MS : null,
    });
  }
}

function keepRelays({ db }: Station['app'], cameraOf: (index: number) => string, now: number): void {
  const relays = relaysRepository(db);
  const targets = ['Trung tâm giám sát Công an tỉnh', 'Phòng Văn hóa - Xã hội'].map((name, index) => {
    const url = `rtsps://giamsat.tinh.example:322/xa-tan-lap/${index}`;
    const id = uuidv7();
    relays.insertTarget({ id, name, url, credentials: null, createdBy: 'Nguyễn Thị Hoa', createdAt: now });
    return id;
  });
  for (const [index, why] of (['time', 'stopped', 'camera_gone', 'failed'] as const).entries()) {
    const startedAt = now - (index + 1) * DAY_MS;
    const id = uuidv7();
    const targetId = targets[index % targets.length] ?? '';
    const until = startedAt + 30 * MINUTE_MS;
    relays.insert({
      id,
      cameraId: cameraOf(index),
      targetId,
      stream: 'main',
      askedBy: BY,
      askedById: uuidv7(),
      askedFrom: '192.168.1.25',
      reason: REASON,
      startedAt,
      until,
      endedAt: null,
      endedWhy: null,
    });
    relays.end(id, until, why);
  }
}

/** Yesterday, recorded but for an hour; the rows alone, since nobody plays it. */
function keepDay(database: string, cameraId: string, now: number): void {
  const index = openIndex(database);
  const rows = segmentsRepository(index);
  const states = statesRepository(index);
  const begin = localInstant(addDays(localDay(now), -1), '00:00') ?? 0;
  states.add({ cameraId, at: begin, state: 'continuous', reason: null });
  states.add({ cameraId, at: begin + 540 * MINUTE_MS, state: 'lost', reason: 'camera.unreachable' });
  states.add({ cameraId, at: begin + 600 * MINUTE_MS, state: 'continuous', reason: null });
  for (let minute = 0; minute < 1_440; minute++) {
    if (minute >= 540 && minute < 600) continue;
    const startedAt = begin + minute * MINUTE_MS;
    rows.insert({
      id: uuidv7(),
      cameraId,
      startedAt,
      endedAt: startedAt + MINUTE_MS,
      cameraAt: null,
      driftMs: 1_200,
      bytes: 1_000,
      mime: 'video/mp4; codecs="avc1.42c00d"',
      reason: 'continuous',
      folder: '',
    });
  }
  index.close();
}
