import { fstatSync } from 'node:fs';

/**
 * Whether what is written to this file descriptor goes into systemd's journal. The variable alone says nothing: a shell
 * in a desktop's terminal inherits it. systemd.exec(5), $JOURNAL_STREAM: device and inode, in decimal.
 */
export function goesToJournal(fd = 1, stream = process.env.JOURNAL_STREAM): boolean {
  if (!stream) return false;
  try {
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return stream === `${dev}:${ino}`;
  } catch {
    return false;
  }
}
