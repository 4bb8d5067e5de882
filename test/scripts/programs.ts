import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fills a folder for the PATH with these programs, each a line or more of shell; they know the folder as `$bin`. */
export function programs(bin: string, scripts: Record<string, string>): string {
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\nbin=${bin}\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}
