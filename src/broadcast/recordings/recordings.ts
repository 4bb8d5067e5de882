import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DAY_MS } from '../../clock.ts';
import { AppError, invalid } from '../../errors.ts';
import { atMost, whileThere } from '../../sent-file.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import type { BulletinRecording } from './languages.ts';
import type { RecordingRecord, RecordingsRepository } from './recordings-repository.ts';

export const RECORDING_MAX_BYTES = 50 * 1024 ** 2;
/** What no bulletin plays is forgotten after this: somebody may still be writing the bulletin. */
const UNUSED_MS = 7 * DAY_MS;

export type Recordings = ReturnType<typeof createRecordings>;

/** Recordings in other languages than Vietnamese: brought as files, mastered, kept while a bulletin plays them. */
export function createRecordings(app: FastifyInstance, rows: RecordingsRepository) {
  /** Throws `item.not_found`. */
  function get(id: string): RecordingRecord {
    const found = rows.get(id);
    if (!found || app.speech.recordingFile(id) === undefined) throw new AppError('item.not_found');
    return found;
  }

  return {
    get,
    /** Throws `input.too_large`, `recording.*`, `speech.*` or `disk.full`; nothing is kept then. */
    async add(request: FastifyRequest, body: Readable, sent: string): Promise<RecordingRecord> {
      const { id: byId, name: byName } = requireUser(request);
      const made = await whileThere(request, (signal) =>
        app.speech.addRecording(atMost(body, RECORDING_MAX_BYTES), signal),
      );
      const name = sent || 'ghi-am';
      const record = { ...made, name, byId, byName, createdAt: app.clock.now() };
      app.db.transaction(() => {
        rows.insert(record);
        const details = { name, durationMs: made.durationMs };
        app.audit.append({ request, action: 'recording.add', target: `recording:${made.id}`, details });
      })();
      return record;
    },
    /** Refuses a recording that is not there, while somebody is there to bring it again. */
    check(recordings: readonly BulletinRecording[]): void {
      for (const [at, { recordingId }] of recordings.entries()) {
        if (!rows.get(recordingId) || app.speech.recordingFile(recordingId) === undefined)
          throw invalid(
            `recordings.${at}.recordingId`,
            'bản ghi âm này không còn, hãy tải lên lại',
            'this recording is gone, bring it again',
          );
      }
    },
    /** How long these are together, ms. */
    lengthOf: (recordings: readonly BulletinRecording[]): number =>
      recordings.reduce((sum, { recordingId }) => sum + (rows.get(recordingId)?.durationMs ?? 0), 0),
    /** Lets go of what nobody needs. */
    async dropUnused(): Promise<void> {
      rows.dropUnused(app.clock.now() - UNUSED_MS);
      await app.speech.keepRecordings(new Set(rows.ids()));
    },
  };
}
