import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';

/** A unix datagram socket that prints what it receives; Perl is in every Debian, and Node has no such socket. */
const RECEIVER = `use Socket; $| = 1;
socket(S, AF_UNIX, SOCK_DGRAM, 0) or die; bind(S, sockaddr_un($ARGV[0])) or die; print "bound\\n";
while (defined recv(S, my $m, 4096, 0)) { $m =~ s/\\n/ /g; print "$m\\n"; }`;

/** A stand-in for systemd's notify socket. */
export interface NotifySocket {
  path: string;
  /** What came so far, one message a line. */
  heard: string[];
  /** Resolves once a message holds this text. */
  hears(what: string): Promise<void>;
}

export async function notifySocket(t: Test, path: string): Promise<NotifySocket> {
  const receiver = spawn('perl', ['-e', RECEIVER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => receiver.kill());
  const lines = createInterface({ input: receiver.stdout });
  await once(lines, 'line');
  const heard: string[] = [];
  lines.on('line', (line) => heard.push(line.trim()));
  return {
    path,
    heard,
    async hears(what) {
      while (!heard.some((line) => line.includes(what))) await once(lines, 'line');
    },
  };
}
