import type { Static, TObject } from 'typebox';
import type { SpeechEngine } from '../engine.ts';
import { fpt } from './fpt.ts';
import { type OnlineOptions, onlineEngine } from './online-engine.ts';
import type { AccountSettings, OnlineService } from './provider.ts';
import { vbee } from './vbee.ts';
import { viettel } from './viettel.ts';
import { zalo } from './zalo.ts';

export type { AccountSettings, OnlineService } from './provider.ts';

/** An engine with the section of the settings that it is set up in. */
export interface SetUpEngine {
  engine: SpeechEngine;
  /** `speech.fpt` */
  section: string;
  settings: () => Readonly<{ enabled: boolean; monthlyCharacters?: number }>;
}

export interface OnlineParts extends Omit<OnlineOptions<AccountSettings>, 'settings'> {
  /** Registers a section and reads it. */
  section: <S extends TObject>(name: string, schema: S) => { get(): Readonly<Static<S>> };
}

/** The services that the station knows, each with its section of the settings. */
export function onlineEngines({ section, ...parts }: OnlineParts): SetUpEngine[] {
  function setUp<S extends AccountSettings>(service: OnlineService<S>): SetUpEngine {
    const name = `speech.${service.name}`;
    const stored = section(name, service.settings);
    // The schema of a service is the shape of its settings.
    const settings = () => stored.get() as unknown as Readonly<S>;
    return { engine: onlineEngine(service, { ...parts, settings }), section: name, settings };
  }
  return [setUp(fpt), setUp(vbee), setUp(viettel), setUp(zalo)];
}
