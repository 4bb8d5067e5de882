import { setPriority } from 'node:os';
import { AppError, type ErrorCode, type ErrorDetails } from '../../errors.ts';
import { isSameDisk } from '../data-folder.ts';
import { type ListedBackup, listBackups } from './backup-files.ts';
import { type BackupPlace, placeError, tryPlace } from './backup-place.ts';
import { type BackupFile, type BackupProgress, type BackupRequest, makeBackup } from './make-backup.ts';

/** What is asked of the process: everything that touches the backup folder. */
export interface FolderJobs {
  make: { ask: BackupRequest; answer: BackupFile };
  list: { ask: Pick<BackupPlace, 'folder' | 'id' | 'now'>; answer: ListedBackup[] };
  /** Whether it lies on the data's disk. */
  look: { ask: Pick<BackupPlace, 'folder' | 'data'>; answer: boolean };
  try: { ask: BackupPlace; answer: null };
}

export type FolderJob = { [K in keyof FolderJobs]: { kind: K; ask: FolderJobs[K]['ask'] } }[keyof FolderJobs];

/** An error as it crosses from the process: classes do not survive that. */
export interface FolderFailure {
  code?: ErrorCode;
  details?: ErrorDetails;
  message: string;
}

export type FolderMessage =
  | { kind: 'progress'; progress: BackupProgress }
  | { kind: 'done'; answer: unknown }
  | { kind: 'failed'; failure: FolderFailure };

async function work(job: FolderJob): Promise<unknown> {
  switch (job.kind) {
    case 'make':
      return makeBackup(job.ask, (progress) => process.send?.({ kind: 'progress', progress }));
    case 'list':
      return listBackups(job.ask.folder, job.ask.id, job.ask.now).catch((error) => {
        throw placeError(job.ask.folder, error);
      });
    case 'look':
      return isSameDisk(job.ask.folder, job.ask.data);
    case 'try':
      await tryPlace(job.ask);
      return null;
  }
}

function failureOf(error: unknown): FolderFailure {
  const message = error instanceof Error ? String(error.cause ?? error.message) : String(error);
  return error instanceof AppError ? { code: error.code, details: error.details, message } : { message };
}

// The sound of a bulletin comes before a backup.
setPriority(10);
// A station that was killed leaves nobody behind it.
process.once('disconnect', () => process.exit());
process.once('message', async (job) => {
  const answer: FolderMessage = await work(job as FolderJob).then(
    (done) => ({ kind: 'done', answer: done }),
    (error) => ({ kind: 'failed', failure: failureOf(error) }),
  );
  process.send?.(answer, () => process.exit());
});
