import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A child program that keeps to the protocol without a voice; what it is to do wrong stands in the text. */
const PROGRAM = `
import { createInterface } from 'node:readline';
import { writeFileSync } from 'node:fs';
const tell = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
const cancelled = new Set();
console.log('a library says hello');
createInterface({ input: process.stdin }).on('line', async (line) => {
  const request = JSON.parse(line);
  if ('cancel' in request) return cancelled.add(request.cancel);
  const { id, text, path } = request;
  if (text.includes('loads')) tell({ id, loading: true });
  if (text.includes('crash')) { console.error('Aborted (core dumped)'); process.exit(134); }
  if (text.includes('hang')) return;
  if (text.includes('refuse')) return tell({ id, ok: false, kind: 'missing', reason: 'tokens.txt' });
  if (text.includes('full')) return tell({ id, ok: false, kind: 'disk', reason: 'ENOSPC' });
  // As if the file had been written before the cancel came.
  const waits = text.includes('slow') ? 300 : 0;
  setTimeout(() => { writeFileSync(path, 'sound of ' + text); tell({ id, ok: true }); }, waits);
}).on('close', () => process.exit(0));
tell({ ready: true, version: '0.0.0' });
setInterval(() => {}, 1000);
`;

/** The command that runs it. */
export function standIn(dir: string): [string, string] {
  const path = join(dir, 'stand-in.mjs');
  writeFileSync(path, PROGRAM);
  return [process.execPath, path];
}
