import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** About as long as a voice needs for a character. */
const MS_A_CHARACTER = 70;
const STEP_MS = 500;
const made = new Map<string, Buffer>();

/** A hum as long as a voice would need for so many characters, as a service would send it. */
export function soundFor(characters: number, format: 'mp3' | 'wav' = 'mp3', source = 'sine=f=220'): Buffer {
  const ms = Math.max(STEP_MS, Math.ceil((characters * MS_A_CHARACTER) / STEP_MS) * STEP_MS);
  const key = `${source} ${format} ${ms}`;
  const known = made.get(key) ?? make(ms, format, source);
  made.set(key, known);
  return known;
}

function make(ms: number, format: 'mp3' | 'wav', source: string): Buffer {
  const dir = mkdtempSync(join(tmpdir(), 'tramso-lab-'));
  try {
    const path = join(dir, `sound.${format}`);
    const separator = source.includes('=') ? ':' : '=';
    const input = `${source}${separator}d=${ms / 1_000}`;
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', input, '-ar', '48000', '-ac', '2', path]);
    return readFileSync(path);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
