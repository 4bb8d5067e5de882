import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { Static, TObject } from 'typebox';
import { Value } from 'typebox/value';
import type { SpeechEngine } from '../../../../src/speech/engines/engine.ts';
import { onlineEngines } from '../../../../src/speech/engines/online/index.ts';
import { type ServiceName, START } from '../../../lab/voices/providers.ts';
import { KEY, type VoiceLab } from '../../../lab/voices/voice-lab.ts';

export interface Rig {
  labs: Record<string, VoiceLab>;
  engines: SpeechEngine[];
  engine(name: ServiceName): SpeechEngine;
  /** The settings of a service, to be changed by the test. */
  settings: Record<string, Record<string, unknown>>;
  monthlyLimit: (name: string) => number | undefined;
}

type OnlineParts = Parameters<typeof onlineEngines>[0];

/** The named services as local servers, and the engines that ask them, in a hurry. */
export async function rigFor(
  t: Test,
  names: readonly ServiceName[],
  options: Partial<OnlineParts> = {},
): Promise<Rig> {
  const labs: Record<string, VoiceLab> = {};
  for (const name of names) {
    labs[name] = await START[name]();
    t.teardown(() => labs[name]?.close());
  }
  const settings: Record<string, Record<string, unknown>> = {};
  const section = <S extends TObject>(name: string, schema: S) => {
    const service = name.replace('speech.', '');
    const lab = labs[service];
    const mine = {
      ...(Value.Create(schema) as object),
      ...(lab && { enabled: true, key: KEY, url: lab.url }),
    };
    settings[service] = { ...mine, ...(service === 'vbee' && { appId: 'app-1' }) };
    return { get: () => settings[service] as Readonly<Static<S>> };
  };
  const hurried = { pollMs: 20, requestMs: 3_000, sentenceMs: 10_000, ffmpeg: 'ffmpeg' };
  const engines = onlineEngines({ section, ...hurried, ...options }).map(({ engine }) => engine);
  return {
    labs,
    engines,
    settings,
    engine(name) {
      const found = engines.find((engine) => engine.name === name);
      if (!found) throw new Error(`no engine ${name}`);
      return found;
    },
    monthlyLimit: (name) => Number(settings[name]?.monthlyCharacters) || undefined,
  };
}

/** A path for the sound, in a folder of its own. */
export function soundPath(t: Test): string {
  return join(mkdtempSync(join(t.testdir(), 'sound-')), 'sound.wav');
}
