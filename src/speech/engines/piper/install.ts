import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, invalid } from '../../../errors.ts';
import { readWav } from '../../pcm.ts';
import { ArchiveError } from './archive-file.ts';
import { type DownloadOptions, download } from './download.ts';
import { type FoundVoice, findVoice, sha256Of } from './inspect.ts';
import { createSpeakerProcess, SpeakerError } from './speaker-process.ts';
import { unpack } from './unpack.ts';
import { CARD, ESPEAK_DATA, installedVoices, TOKENS, VOICE_NAME, type VoiceCard } from './voice-folder.ts';

export interface InstallOptions {
  /** `<data>/voices` */
  dir: string;
  /** A folder, an archive, or the http(s) address of one. */
  source: string;
  /** SHA-256 of the archive, or of the model where the source is a folder, hex. */
  sha256?: string | undefined;
  id?: string | undefined;
  name?: string | undefined;
  accent: VoiceCard['accent'];
  speaker: number;
  /** Shows what was found; false leaves everything as it was. */
  confirm: (found: FoundVoice & { sha256: string }) => Promise<boolean>;
  download?: DownloadOptions;
  /** The child that speaks; the real one by default. */
  command?: readonly [string, ...string[]];
}

const TRIAL = 'kính chào bà con.';
const TRIAL_MS = 60_000;
const ABANDONED_MS = 3_600_000;
const DIGEST = /^[0-9a-f]{64}$/;

/**
 * Installs a voice: fetched, unpacked, checked, confirmed, tried, and only then where the station finds it. Answers
 * with its id, undefined where nobody agreed. Throws AppError `voice.…`; nothing is left behind then.
 */
export async function installVoice(options: InstallOptions): Promise<string | undefined> {
  const wanted = options.sha256?.toLowerCase();
  if (wanted !== undefined && !DIGEST.test(wanted)) throw new AppError('voice.checksum', { found: '?' });
  const work = join(options.dir, `.new-${randomUUID()}`);
  await mkdir(work, { recursive: true, mode: 0o700 });
  try {
    const { found, sha256 } = await fetched(options, work, wanted);
    const id = options.id ?? found.id;
    if (!VOICE_NAME.test(id))
      throw invalid(
        '--id',
        'chỉ gồm chữ không dấu, số và các dấu . _ -, dài nhất 80 ký tự, bắt đầu bằng chữ hoặc số',
        'only letters, digits and . _ - are allowed, at most 80, the first a letter or a digit',
      );
    if (installedVoices(options.dir).some((voice) => voice.id === id))
      throw new AppError('voice.exists', { id });
    if (!(await options.confirm({ ...found, sha256 }))) return undefined;
    const ready = join(work, 'voice');
    await copied(found, ready, options);
    await tried(ready, found, options);
    // A folder of that name without a card is the rest of something that failed.
    await rm(join(options.dir, id), { recursive: true, force: true });
    await rename(ready, join(options.dir, id));
    return id;
  } catch (error) {
    throw explained(error, options.source);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Takes a voice away. Throws `voice.not_installed`. */
export async function removeVoice(dir: string, id: string): Promise<void> {
  if (!installedVoices(dir).some((voice) => voice.id === id))
    throw new AppError('voice.not_installed', { id });
  // Out of sight first: half a voice must not be found.
  const gone = join(dir, `.gone-${randomUUID()}`);
  await rename(join(dir, id), gone);
  await rm(gone, { recursive: true, force: true });
}

async function fetched(
  { source, download: ways }: InstallOptions,
  work: string,
  wanted: string | undefined,
): Promise<{ found: FoundVoice; sha256: string }> {
  const isRight = (found: string) => {
    if (wanted !== undefined && wanted !== found) throw new AppError('voice.checksum', { found });
    return found;
  };
  const isUrl = /^https?:\/\//i.test(source);
  const kind = isUrl ? undefined : await stat(source).catch(() => undefined);
  if (!isUrl && !kind) throw new AppError('voice.source_missing', { source: basename(source) });
  if (kind?.isDirectory()) {
    const found = await findVoice(source);
    return { found, sha256: isRight(await sha256Of(join(found.dir, found.model))) };
  }
  const archive = isUrl ? join(work, 'archive') : source;
  // What is not what was asked for is not even opened.
  const sha256 = isRight(isUrl ? await download(source, archive, ways) : await sha256Of(source));
  const unpacked = join(work, 'files');
  await mkdir(unpacked, { mode: 0o700 });
  await unpack(archive, unpacked);
  return { found: await findVoice(unpacked), sha256 };
}

async function copied(found: FoundVoice, to: string, options: InstallOptions): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  for (const part of found.parts)
    await cp(join(found.dir, part), join(to, part), { recursive: true, dereference: true });
  const sha256: Record<string, string> = {};
  for (const part of [found.model, TOKENS]) sha256[part] = await sha256Of(join(to, part));
  const card: VoiceCard = {
    name: options.name ?? found.id,
    accent: options.accent,
    licence: licenceLine(found.licence),
    model: found.model,
    speaker: options.speaker,
    sha256,
  };
  await writeFile(join(to, CARD), `${JSON.stringify(card, null, 2)}\n`, { mode: 0o600, flush: true });
}

/** The line that names the licence, else the first one. */
export function licenceLine(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^[\s#*-]+/, '').trim())
    .filter(Boolean);
  return (
    lines.find((line) => /licen[cs]e\s*:|CC[ -]BY|CC0|MIT|Apache|GPL/i.test(line)) ??
    lines[0] ??
    ''
  ).slice(0, 300);
}

/** A model may be well-formed and still end the program that loads it: only speaking shows. */
async function tried(
  dir: string,
  { model }: FoundVoice,
  { command, speaker }: InstallOptions,
): Promise<void> {
  const child = createSpeakerProcess({
    command: command ?? [process.execPath, join(import.meta.dirname, 'child.ts')],
    idleMs: TRIAL_MS,
  });
  const path = join(dir, 'trial.wav');
  const paths = { model: join(dir, model), tokens: join(dir, TOKENS), dataDir: join(dir, ESPEAK_DATA) };
  const line = { model: paths, speaker, threads: 1, text: TRIAL, speed: 1, path };
  try {
    await child.speak(line, TRIAL_MS, new AbortController().signal);
    if (!(await readWav(path))) throw new SpeakerError('speak', 'no sound');
  } finally {
    await child.close();
    await rm(path, { force: true });
  }
}

function explained(error: unknown, source: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof ArchiveError) return new AppError('voice.archive_bad', { reason: message }, error);
  if (error instanceof SpeakerError)
    return new AppError('voice.unusable', { reason: message.slice(0, 300) }, error);
  if (code === 'EACCES') return new AppError('voice.source_missing', { source: basename(source) }, error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('disk.full', {}, error);
  return error;
}

/** What an installation that was killed has left; another one may be under way. */
export async function sweepVoices(dir: string, now = Date.now()): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  for (const name of names.filter((one) => /^\.(new|gone)-/.test(one))) {
    const left = await stat(join(dir, name)).catch(() => undefined);
    if (left && now - left.mtimeMs > ABANDONED_MS)
      await rm(join(dir, name), { recursive: true, force: true });
  }
}
