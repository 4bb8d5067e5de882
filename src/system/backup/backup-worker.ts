import { parentPort, workerData } from 'node:worker_threads';
import { AppError, type ErrorCode, type ErrorDetails } from '../../errors.ts';
import { type BackupFile, type BackupProgress, type BackupRequest, makeBackup } from './make-backup.ts';

/** An error as it crosses from the worker: classes do not survive that. */
export interface WorkerFailure {
  code?: ErrorCode;
  details?: ErrorDetails;
  message: string;
}

export type BackupMessage =
  | { kind: 'progress'; progress: BackupProgress }
  | { kind: 'done'; result: BackupFile }
  | { kind: 'failed'; failure: WorkerFailure };

const say = (message: BackupMessage) => parentPort?.postMessage(message);

try {
  const result = await makeBackup(workerData as BackupRequest, (progress) =>
    say({ kind: 'progress', progress }),
  );
  say({ kind: 'done', result });
} catch (error) {
  const message = error instanceof Error ? String(error.cause ?? error.message) : String(error);
  const known = error instanceof AppError ? { code: error.code, details: error.details } : {};
  say({ kind: 'failed', failure: { ...known, message } });
}
