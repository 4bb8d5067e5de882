import type { spawn as systemSpawn } from 'node:child_process';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { runFfmpeg } from '../../protocols/ffmpeg.ts';
import { ProgramError, runProgram } from '../../protocols/run-program.ts';
import { type Missing, missingText } from './export-gaps.ts';
import { type ExportContents, type ExportedFile, readFirst } from './export-manifest.ts';
import { prepareSources, type Source, type SourceParts } from './export-sources.ts';
import type { ClosedSegment } from './segments-repository.ts';

export interface ExportWork {
  segments: readonly ClosedSegment[];
  range: { from: number; to: number };
  /** The one that ends where this one begins. */
  before: SourceParts['before'];
  /** A folder of its own, made and removed here. */
  work: string;
  /** What is handed out in the end: a tar. */
  output: string;
  /** Of the MP4s inside; `-2`, `-3` … follow where the stream changed. */
  name: string;
  /** What is lacking where this is all that is put in. */
  missing(sources: readonly Source[]): Missing;
  manifest(contents: ExportContents): object;
  progress(share: number): void;
  ffmpeg: string;
  spawn: typeof systemSpawn;
  signal: AbortSignal;
}

export interface ExportResult {
  hasFrom: number;
  hasTo: number;
  bytes: number;
  sha256: string;
  missing: Missing;
}

const HOUR_MS = 3_600_000;
const LOOK_MS = 1_000;
/** Shares of the whole: hashing the sources, joining them, packing. */
const HASHED = 0.3;
const JOINED = 0.7;

/**
 * Puts an export together, all of it in programs of low priority: the station's own thread only waits. Throws
 * `camera.nothing_recorded`, `disk.full`, what a program says, or the abort reason; nothing is left behind then.
 */
export async function makeExport(options: ExportWork): Promise<ExportResult> {
  const { work, output, signal } = options;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true, mode: 0o700 });
  const partial = `${output}.partial`;
  try {
    return await make(options, partial);
  } catch (error) {
    await rm(partial, { force: true });
    signal.throwIfAborted();
    const { code } = error as NodeJS.ErrnoException;
    const stderr = error instanceof ProgramError ? error.stderr : '';
    if (code === 'ENOSPC' || stderr.includes('No space left')) throw new AppError('disk.full', {}, error);
    throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function make(options: ExportWork, partial: string): Promise<ExportResult> {
  const { segments, work, output, name, progress } = options;
  const groups = await prepareSources(segments, options);
  const sources = groups.flatMap((group) => group.sources);
  const [first] = sources;
  const last = sources.at(-1);
  if (!first || !last) throw new AppError('camera.nothing_recorded');

  const originals = await sha256Of(
    sources.map(({ original }) => original),
    options,
  );
  const hashes = new Map(sources.map(({ segment }, i) => [segment.id, originals[i] ?? '']));
  progress(HASHED);

  const names = groups.map((_group, i) => `${name}${i === 0 ? '' : `-${i + 1}`}.mp4`);
  for (const [i, group] of groups.entries()) {
    const share = (part: number) => HASHED + ((JOINED - HASHED) * (i + part)) / groups.length;
    await joinSources(group.sources, join(work, names[i] ?? ''), options, (part) => progress(share(part)));
  }
  progress(JOINED);

  const made = await sha256Of(
    names.map((file) => join(work, file)),
    options,
  );
  const files: ExportedFile[] = [];
  for (const [i, group] of groups.entries()) {
    const file = names[i] ?? '';
    const { size } = await stat(join(work, file));
    files.push({ name: file, bytes: size, sha256: made[i] ?? '', sources: group.sources });
  }
  const missing = options.missing(sources);
  const manifest = options.manifest({ files, hashes, missing });
  await writeFile(join(work, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(work, 'doc-truoc.txt'), readFirst(missingText(missing)));
  progress(0.8);

  const packed = ['doc-truoc.txt', 'manifest.json', ...names];
  const asNobody = ['--owner=0', '--group=0', '--mode=0644', '--format=gnu'];
  await run('tar', ['--create', '--file', partial, ...asNobody, '--directory', work, ...packed], options);
  const [sha256 = ''] = await sha256Of([partial], options);
  const { size } = await stat(partial);
  await sync(partial);
  await rename(partial, output);
  return { hasFrom: first.from, hasTo: last.to, bytes: size, sha256, missing };
}

/** Puts segments of one stream into one file, as they are. */
async function joinSources(
  sources: readonly Source[],
  output: string,
  options: ExportWork,
  progress: (share: number) => void,
): Promise<void> {
  const { ffmpeg: program, work, signal } = options;
  const list = join(work, 'list.txt');
  const lines = sources.flatMap(({ path, from, to }) => [
    `file '${path.replaceAll("'", "'\\''")}'`,
    // Fragments do not say how long they are together.
    `duration ${((to - from) / 1_000).toFixed(3)}`,
  ]);
  await writeFile(list, `ffconcat version 1.0\n${lines.join('\n')}\n`);
  const total = sources.reduce((sum, { segment }) => sum + segment.bytes, 1);
  const looking = setInterval(async () => {
    const written = await stat(output).catch(() => undefined);
    progress(Math.min((written?.size ?? 0) / total, 1));
  }, LOOK_MS);
  try {
    await runFfmpeg(
      (command) => {
        command.input(list).inputOptions(['-f', 'concat', '-safe', '0']);
        command.outputOptions(['-map', '0', '-c', 'copy', '-f', 'mp4']).output(output);
      },
      { program, timeoutMs: HOUR_MS, signal, spawn: gently(options.spawn) },
    );
  } finally {
    clearInterval(looking);
  }
}

/** SHA-256 of files, in their order. */
async function sha256Of(paths: readonly string[], options: ExportWork): Promise<string[]> {
  // --zero: names come as they are, however they look.
  const stdout = await run('sha256sum', ['--zero', '--', ...paths], options);
  const hashes = stdout.split('\0').flatMap((line) => /^[0-9a-f]{64}/.exec(line)?.[0] ?? []);
  if (hashes.length !== paths.length) throw new Error('sha256sum did not answer for every file');
  return hashes;
}

async function run(program: string, args: readonly string[], { signal, spawn }: ExportWork): Promise<string> {
  const { stdout } = await runProgram(program, args, { timeoutMs: HOUR_MS, signal, spawn: gently(spawn) });
  return stdout;
}

/** The same spawn for programs that everything else goes before. */
function gently(spawn: typeof systemSpawn): typeof systemSpawn {
  const gentle = (...args: Parameters<typeof systemSpawn>) => {
    const child = spawn(...args);
    try {
      if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    } catch {
      // It has ended by now.
    }
    return child;
  };
  return gentle as typeof systemSpawn;
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
