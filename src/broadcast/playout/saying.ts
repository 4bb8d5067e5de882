import type { Decisions, RenderRequest } from '../../speech/index.ts';
import type { Bulletin } from '../bulletins/schemas.ts';
import { type BulletinRecording, partsOf } from '../recordings/languages.ts';
import { isEmergency, type PlayoutRecord } from './record.ts';

/** Spoken before every drill, so that nobody takes it for the real thing. */
const DRILL_NOTICE = 'Đây là diễn tập.';

/** Words to be rendered, and how. */
export interface Words {
  readonly text: string;
  readonly voice: string | null;
  readonly speed: number;
  /** Semitones. */
  readonly pitch: number;
  /** What the editor decided about single words. */
  readonly decisions: Decisions;
  /** Played after the text. */
  readonly recordings?: readonly BulletinRecording[];
  /** null: the default chime, '' none. */
  readonly chime: string | null;
  readonly repeats: number;
}

export function bulletinRequest(words: Words): RenderRequest {
  return request(words, 'bulletin');
}

/** An emergency is mastered louder; a drill says first that it is one. */
export function emergencyRequest(words: Words, drill: boolean): RenderRequest {
  return { ...request(words, 'emergency'), ...(drill ? { preface: DRILL_NOTICE } : {}) };
}

/**
 * What a playout says, or `undefined` where that is not approved. An approval is bound to a version, and only the
 * current version counts.
 */
export function sayingOf(record: PlayoutRecord, bulletin: Bulletin | undefined): RenderRequest | undefined {
  const { script, chime, repeats, kind } = record;
  if (script) return emergencyRequest({ ...script, chime, repeats }, kind === 'drill');
  if (bulletin?.state !== 'approved') return undefined;
  const words = { ...bulletin, chime: chime ?? bulletin.chime, repeats };
  return isEmergency(record) ? emergencyRequest(words, kind === 'drill') : bulletinRequest(words);
}

function request(words: Words, target: RenderRequest['target']): RenderRequest {
  const { text, voice, speed, pitch, decisions, recordings = [], chime, repeats } = words;
  return {
    text,
    repeats,
    target,
    pitch,
    decisions,
    recordings: partsOf(recordings),
    ...(voice === null ? {} : { voice }),
    // 1 is the commune's own speed, whatever that is.
    ...(speed === 1 ? {} : { speed }),
    ...(chime === null ? {} : { chime: chime === '' ? null : chime }),
  };
}
