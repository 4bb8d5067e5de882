/**
 * Speaks with sherpa-onnx, in a process of its own: the library ends its process for a bad model, and what it has
 * loaded it gives back only so. Reads requests from stdin, line by line, one at a time, and ends with it.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { wavHeader } from '../../pcm.ts';
import type { FromChild, ToChild } from './protocol.ts';
import { isTokenList } from './tokens.ts';

interface Tts {
  sampleRate: number;
  generateAsync(request: {
    text: string;
    generationConfig: { sid: number; speed: number };
    enableExternalBuffer: boolean;
    onProgress: () => 0 | 1;
  }): Promise<{ samples: Float32Array; sampleRate: number }>;
}
interface Sherpa {
  version: string;
  OfflineTts: { createAsync(config: object): Promise<Tts> };
}
type Speak = Exclude<ToChild, { cancel: number }>;

const sherpa = library();
const cancelled = new Set<number>();
let loaded: { key: string; tts: Tts } | undefined;
let turn: Promise<unknown> = Promise.resolve();

const tell = (line: FromChild) => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** An optional package: there is none for every kind of machine. */
function library(): Sherpa {
  try {
    return createRequire(import.meta.url)('sherpa-onnx-node') as Sherpa;
  } catch (error) {
    process.stderr.write(`sherpa-onnx-node cannot be loaded: ${(error as Error).message.split('\n')[0]}`);
    process.exit(3);
  }
}

async function load({ id, model, threads }: Speak): Promise<Tts> {
  const key = JSON.stringify([model, threads]);
  if (loaded?.key === key) return loaded.tts;
  // The old one is let go first: two models at once are too much for a small machine.
  loaded = undefined;
  tell({ id, loading: true });
  const vits = { ...model, noiseScale: 0.667, noiseScaleW: 0.8, lengthScale: 1 };
  const tts = await sherpa.OfflineTts.createAsync({
    model: { vits, numThreads: threads, provider: 'cpu', debug: false },
    maxNumSentences: 1,
  });
  loaded = { key, tts };
  return tts;
}

async function speak(request: Speak): Promise<FromChild> {
  const { id, model, speaker, text, speed, path } = request;
  const refuse = (kind: 'missing' | 'model' | 'speak' | 'disk', reason: string): FromChild => ({
    ...{ id, ok: false, kind, reason },
  });
  if (cancelled.has(id)) return refuse('speak', 'cancelled');
  // A path that leads nowhere ends the process.
  const needed = [model.model, model.tokens, join(model.dataDir, 'phontab')];
  const missing = needed.find((file) => !existsSync(file));
  if (missing !== undefined) return refuse('missing', missing);
  if (!isTokenList(await readFile(model.tokens, 'utf8')))
    return refuse('model', `no tokens: ${model.tokens}`);
  let tts: Tts;
  try {
    tts = await load(request);
  } catch (error) {
    return refuse('model', (error as Error).message);
  }
  try {
    const { samples, sampleRate } = await tts.generateAsync({
      text,
      generationConfig: { sid: speaker, speed },
      enableExternalBuffer: false,
      onProgress: () => (cancelled.has(id) ? 0 : 1),
    });
    if (cancelled.has(id)) return refuse('speak', 'cancelled');
    await writeFile(path, wavOf(samples, sampleRate), { mode: 0o600 });
    return { id, ok: true };
  } catch (error) {
    const isFull = ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
    return refuse(isFull ? 'disk' : 'speak', (error as Error).message);
  }
}

function wavOf(samples: Float32Array, rate: number): Buffer {
  const pcm = Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
  return Buffer.concat([wavHeader(rate, pcm.byteLength), Buffer.from(pcm.buffer)]);
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const request = JSON.parse(line) as ToChild;
    if ('cancel' in request) return void cancelled.add(request.cancel);
    turn = turn.then(async () => {
      tell(await speak(request));
      cancelled.delete(request.id);
    });
  })
  // Whoever asked has gone, or wants the memory back.
  .on('close', () => process.exit(0));
tell({ ready: true, version: sherpa.version });
