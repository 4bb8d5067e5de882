import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../../errors.ts';
import { isTokenList } from './tokens.ts';
import { ESPEAK_DATA, TOKENS } from './voice-folder.ts';

/** A folder that holds a Piper voice as sherpa-onnx takes it. */
export interface FoundVoice {
  dir: string;
  model: string;
  /** What its folder or its model suggests as a name: `vi_VN-vais1000-medium`. */
  id: string;
  /** Files of the voice, relative; the folder of espeak-ng-data as one. */
  parts: string[];
  /** What its makers say of licence and origin; empty where they say nothing. */
  licence: string;
  /** `vi`, where the model's description tells. */
  language: string | undefined;
  bytes: number;
}

const LICENCE_FILES = /^(licen[cs]e|model_card|readme)(\.(md|txt))?$/i;
const LONGEST_LICENCE = 20_000;
const PACKED_AS = /^vits-piper-/;

/** Looks for a voice in a folder or in the one folder inside it. Throws `voice.incomplete`, naming what is missing. */
export async function findVoice(top: string): Promise<FoundVoice> {
  const dir = await folderOfModel(top);
  const names = await readdir(dir);
  const models = names.filter((name) => name.endsWith('.onnx'));
  const [model] = models;
  if (!model || models.length > 1) throw incomplete('*.onnx (1)');
  if (!names.includes(TOKENS)) throw incomplete(TOKENS);
  if (!isTokenList(await readFile(join(dir, TOKENS), 'utf8'))) throw incomplete(TOKENS);
  if (!(await isFile(join(dir, ESPEAK_DATA, 'phontab')))) throw incomplete(`${ESPEAK_DATA}/`);
  const licences = names.filter((name) => LICENCE_FILES.test(name)).sort();
  const described = `${model}.json`;
  const parts = [model, TOKENS, ESPEAK_DATA, ...licences, ...(names.includes(described) ? [described] : [])];
  return {
    dir,
    model,
    id: idFrom(basename(dir), model),
    parts,
    licence: await textOf(dir, licences),
    language: await languageIn(join(dir, described)),
    bytes: await bytesOf(dir, parts),
  };
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function incomplete(missing: string): AppError {
  return new AppError('voice.incomplete', { missing });
}

async function folderOfModel(top: string): Promise<string> {
  const entries = await readdir(top, { withFileTypes: true });
  if (entries.some(({ name }) => name.endsWith('.onnx'))) return top;
  const folders = entries.filter((entry) => entry.isDirectory());
  const [only] = folders;
  return only && folders.length === 1 ? join(top, only.name) : top;
}

/** The repacked voices say it in the folder's name, the others in the model's. */
function idFrom(folder: string, model: string): string {
  const name = PACKED_AS.test(folder) ? folder.replace(PACKED_AS, '') : model.replace(/\.onnx$/, '');
  return (
    name
      .replace(/[^a-zA-Z0-9._-]/g, '-')
      .replace(/^[^a-zA-Z0-9]+/, '')
      .slice(0, 80) || 'voice'
  );
}

async function textOf(dir: string, names: string[]): Promise<string> {
  const texts = [];
  for (const name of names)
    texts.push((await readFile(join(dir, name), 'utf8')).slice(0, LONGEST_LICENCE).trim());
  return texts.join('\n\n');
}

async function languageIn(path: string): Promise<string | undefined> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as {
      language?: { code?: unknown; family?: unknown };
    };
    const { family, code } = value.language ?? {};
    const found = family ?? code;
    return typeof found === 'string' ? found.slice(0, 20) : undefined;
  } catch {
    return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function bytesOf(dir: string, parts: string[]): Promise<number> {
  let bytes = 0;
  for (const part of parts) {
    const path = join(dir, part);
    const found = await stat(path);
    bytes += found.isDirectory() ? await bytesOf(path, await readdir(path)) : found.size;
  }
  return bytes;
}
