import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Acknowledges, PRIORITIES, TransportName } from './schemas.ts';

/** A name for people. */
const Text = Type.Object({ vi: Type.String(), en: Type.String() }, { additionalProperties: false });

/** A topic whose levels are each a literal or exactly one placeholder, such as `tramso/{id}/command`. */
const Topic = Type.String({ minLength: 1, maxLength: 200 });

/**
 * A message to the device. `json` is a value whose strings may be exactly one placeholder, which is replaced by
 * the value itself (a number stays a number, an absent value leaves its key out); `text` is a literal or exactly
 * one placeholder. Nothing is ever spliced into JSON, a topic or a URL.
 */
const Message = Type.Object(
  {
    topic: Type.Optional(Topic),
    qos: Type.Optional(Type.Enum([0, 1])),
    json: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    text: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type Message = Static<typeof Message>;

/** What a message of the device means: all of `when` must hold for it to say `says`. */
const Rule = Type.Object(
  {
    topic: Topic,
    /** `at` is a JSON pointer into the message, or '' for the whole of it as text; `is` may be `{a setting}`. */
    when: Type.Array(
      Type.Object(
        { at: Type.String(), is: Type.Union([Type.String(), Type.Number(), Type.Boolean()]) },
        { additionalProperties: false },
      ),
    ),
    /** `playing` and `idle` are of whatever it was told to play last; `busy` and `error` that it failed. */
    says: Type.Enum(['online', 'offline', 'playing', 'idle', 'busy', 'error']),
  },
  { additionalProperties: false },
);
export type Rule = Static<typeof Rule>;

const Setting = Type.Object(
  {
    title: Text,
    /** `level` is one level of a topic, `topic` a whole topic, `text` any text. */
    is: Type.Enum(['level', 'topic', 'text']),
    default: Type.Optional(Type.String()),
    example: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** Everything the box must know of a kind of loudspeaker: one file in device-profiles/speakers. */
export const ProfileSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }),
    name: Text,
    maker: Type.String(),
    tried: Type.Boolean({ description: 'Tried against the real thing' }),
    source: Type.String({ description: 'Where its facts come from' }),
    note: Type.Optional(Text),
    transport: TransportName,
    tls: Type.Boolean({ description: 'Can speak MQTT over TLS' }),
    /** What the officer fills in for each speaker of this kind; usable as placeholders. */
    settings: Type.Record(Type.String({ pattern: '^[a-zA-Z]+$' }), Setting),
    audio: Type.Object(
      {
        takes: Type.Enum(['url', 'clip', 'push', 'none']),
        codecs: Type.Array(Type.String()),
        longestUrl: Type.Integer({ minimum: 0, description: 'Characters; 0 where it takes no URL' }),
        https: Type.Boolean({ description: 'Can fetch over TLS' }),
      },
      { additionalProperties: false },
    ),
    stopBeforePlay: Type.Boolean(),
    sync: Type.Enum(['snapcast', 'rtp', 'play-at', 'none']),
    startLatencyMs: Type.Integer({ minimum: 0, maximum: 30_000 }),
    acknowledges: Acknowledges,
    /** It says so when it has carried out a stop. */
    confirmsStop: Type.Boolean(),
    /** It plays by itself too: what the box did not send is no alarm. */
    ownProgrammes: Type.Optional(Type.Boolean()),
    /** The only priorities that it is for; all where left out. A siren must not wail through the news. */
    plays: Type.Optional(Type.Array(Type.Enum(PRIORITIES), { minItems: 1 })),
    /** It plays one playout once, however often it is told to. */
    deduplicates: Type.Boolean(),
    volume: Type.Union([
      Type.Object(
        { min: Type.Number(), max: Type.Number(), decimals: Type.Integer({ minimum: 0, maximum: 4 }) },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    /** What it calls our three priorities; makers number them in both directions. */
    priorities: Type.Union([
      Type.Object(
        {
          normal: Type.Union([Type.String(), Type.Number()]),
          priority: Type.Union([Type.String(), Type.Number()]),
          emergency: Type.Union([Type.String(), Type.Number()]),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    /** How it reports being alive: a message every so often, its last will, or nothing but its connection. */
    alive: Type.Object(
      {
        by: Type.Enum(['heartbeat', 'will', 'connection']),
        everyMs: Type.Optional(Type.Integer({ minimum: 1000 })),
      },
      { additionalProperties: false },
    ),
    will: Type.Union([
      Type.Object({ topic: Topic, payload: Type.String() }, { additionalProperties: false }),
      Type.Null(),
    ]),
    /** All that the broker lets the device do. A topic in `shared` is one that devices of this kind have in common. */
    topics: Type.Object(
      {
        publish: Type.Array(Topic),
        subscribe: Type.Array(Topic),
        shared: Type.Optional(Type.Array(Topic)),
      },
      { additionalProperties: false },
    ),
    commands: Type.Object(
      {
        prefetch: Type.Optional(Type.Array(Message)),
        play: Type.Optional(Type.Array(Message)),
        stop: Type.Optional(Type.Array(Message)),
        volume: Type.Optional(Type.Array(Message)),
        test: Type.Optional(Type.Array(Message)),
      },
      { additionalProperties: false },
    ),
    /** `tramso` is our own protocol (protocol.ts) on report, state, will and clock/ask below the speaker's topic. */
    reads: Type.Union([Type.Literal('tramso'), Type.Array(Rule)]),
  },
  { additionalProperties: false },
);
export type Profile = Static<typeof ProfileSchema>;
export type CommandName = keyof Profile['commands'];

const PROFILES_DIR = fileURLToPath(new URL('../../device-profiles/speakers', import.meta.url));

/** Reads every profile in `dir`. Throws on the first that the schema refuses, naming file and key. */
export function readProfiles(dir: string = PROFILES_DIR): Map<string, Profile> {
  const validator = Compile(ProfileSchema);
  const profiles = new Map<string, Profile>();
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.json'))) {
    const value: unknown = JSON.parse(readFileSync(join(dir, file), 'utf8'));
    if (!validator.Check(value)) {
      const [error] = validator.Errors(value);
      throw new Error(`device-profiles/speakers/${file}: ${error?.instancePath || '/'} ${error?.message}`);
    }
    const profile = value as Profile;
    if (`${profile.id}.json` !== file)
      throw new Error(`device-profiles/speakers/${file}: its id is ${profile.id}`);
    profiles.set(profile.id, profile);
  }
  return profiles;
}

/** True where the speaker starts on a given second by itself. */
export function canPlayAt(profile: Profile): boolean {
  return profile.sync === 'play-at';
}
