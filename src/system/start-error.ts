import { isDamage } from '../db/checked-copy.ts';
import { AppError } from '../errors.ts';

interface SystemError {
  code?: string;
  port?: number;
  cause?: unknown;
}

const DATA_CODES = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'SQLITE_CANTOPEN', 'SQLITE_READONLY'];

/** Turns what the machine says into what the person should do; an error it does not know is given back. */
export function explainStartError(error: unknown, data: string): unknown {
  if (error instanceof AppError) return error;
  const { code = '', port, cause } = error as SystemError;
  if (isDamage(error)) return new AppError('database.damaged', { data }, error);
  if (isDiskFull(error)) return new AppError('disk.full', {}, error);
  if (port !== undefined) {
    if (code === 'EADDRINUSE') return new AppError('port.busy', { port }, error);
    if (code === 'EACCES') return new AppError('port.denied', { port }, error);
  }
  if (DATA_CODES.some((known) => code.startsWith(known))) {
    return new AppError('data.unwritable', { data, reason: code }, error);
  }
  if (cause === undefined) return error;
  const explained = explainStartError(cause, data);
  return explained instanceof AppError ? explained : error;
}

/** SHMSIZE: the index of the write-ahead log, which every opening of the database makes anew. */
const FULL_CODES = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'disk.full'];

/** Whether there was no room on the disk, told by the kernel, by SQLite or by ourselves. */
export function isDiskFull(error: unknown): boolean {
  const { code } = (error ?? {}) as SystemError;
  return code !== undefined && FULL_CODES.includes(code);
}
