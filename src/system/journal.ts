import { fstatSync } from 'node:fs';

/**
 * Whether what is written to `fd` lands in the journal, which keeps it. JOURNAL_STREAM alone does not say so: every
 * program below a user's own systemd inherits it, a terminal too. systemd.exec(5)
 */
export function isJournal(fd = 1, env: NodeJS.ProcessEnv = process.env): boolean {
  if (!env.JOURNAL_STREAM) return false;
  const { dev, ino } = fstatSync(fd);
  return env.JOURNAL_STREAM === `${dev}:${ino}`;
}
