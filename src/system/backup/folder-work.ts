import type { ChildProcess, spawn as systemSpawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../errors.ts';
import { placeError } from './backup-place.ts';
import type { FolderFailure, FolderJobs, FolderMessage } from './folder-process.ts';
import type { BackupProgress } from './make-backup.ts';

const PROGRAM = fileURLToPath(new URL('./folder-process.ts', import.meta.url));
/** How long a look at the folder may take, and how long a backup may make no progress, ms. */
const LOOK_MS = 10_000;
const SILENCE_MS = 10 * 60_000;

export interface FolderWork {
  /**
   * Does one job on the backup folder in a process of its own. The signal, or too long without a word, ends it.
   * Throws what the job throws, and `backup.place` where the folder does not answer.
   */
  run<K extends keyof FolderJobs>(
    kind: K,
    ask: FolderJobs[K]['ask'],
    options?: { signal?: AbortSignal; onProgress?: (progress: BackupProgress) => void },
  ): Promise<FolderJobs[K]['answer']>;
}

/**
 * A call on a hung mount (NFS, CIFS, a dying USB disk) never comes back and keeps its thread; Node has four of them,
 * which passwords and PINs need too, and a process that waits for one cannot even end. So nothing in the station
 * touches the folder: a process does, which is killed and not waited for.
 */
export function createFolderWork(spawn: typeof systemSpawn, silenceMs?: number): FolderWork {
  /** Killed, but the kernel still holds them in their call: no more of them are made. */
  const stuck = new Set<ChildProcess>();

  return {
    run(kind, ask, { signal, onProgress = () => {} } = {}) {
      const late = () => placeError(ask.folder, { code: 'ETIMEDOUT' });
      signal?.throwIfAborted();
      if (stuck.size > 0) return Promise.reject(late());
      const child = spawn(process.execPath, [PROGRAM], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      let settled = () => {};
      const outcome = new Promise<FolderJobs[typeof kind]['answer']>((resolve, reject) => {
        const giveUp = () => {
          stuck.add(child);
          child.once('exit', () => stuck.delete(child));
          reject(late());
        };
        const silence = setTimeout(giveUp, silenceMs ?? (kind === 'make' ? SILENCE_MS : LOOK_MS));
        const onAbort = () => reject(signal?.reason);
        signal?.addEventListener('abort', onAbort, { once: true });
        settled = () => {
          clearTimeout(silence);
          signal?.removeEventListener('abort', onAbort);
        };
        child.on('message', (message: FolderMessage) => {
          silence.refresh();
          if (message.kind === 'progress') onProgress(message.progress);
          else if (message.kind === 'failed') reject(rebuild(message.failure));
          else resolve(message.answer as FolderJobs[typeof kind]['answer']);
        });
        child.once('error', reject);
        child.once('exit', (code, by) => reject(new Error(`the backup process ended (${code ?? by})`)));
        child.send({ kind, ask }, (error) => error && reject(error));
      });
      return outcome.finally(() => {
        settled();
        child.kill('SIGKILL');
        if (child.connected) child.disconnect();
        child.unref();
      });
    },
  };
}

function rebuild({ code, details, message }: FolderFailure): Error {
  return code ? new AppError(code, details, new Error(message)) : new Error(message);
}
