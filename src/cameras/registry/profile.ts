import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const strict = { additionalProperties: false };
const Text = Type.Object({ vi: Type.String(), en: Type.String() }, strict);
const Port = Type.Integer({ minimum: 1, maximum: 65_535 });
/** Of a regular expression, read without regard to letter case. */
const Pattern = Type.String({ minLength: 1, maxLength: 200 });
/** Where ONVIF gives no address: `{channel}` counts from 1, `{channel2}` is the same with two digits. */
const Path = Type.String({ pattern: '^/[!-~]*$', maxLength: 300 });

/** What the box knows of one maker's cameras: one file in device-profiles/cameras. */
const CameraProfileSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }),
    name: Text,
    maker: Type.String(),
    tried: Type.Boolean({ description: 'Tried against the real thing' }),
    sources: Type.Array(Type.String({ minLength: 8 }), {
      minItems: 1,
      description: 'Where its facts come from',
    }),
    note: Type.Optional(Text),
    recognise: Type.Object(
      {
        makers: Type.Array(Pattern, { description: 'Manufacturer as ONVIF or the scopes give it' }),
        models: Type.Array(Pattern),
        macs: Type.Array(Type.String({ pattern: '^([0-9a-f]{2}:){2}[0-9a-f]{2}$' }), {
          description: 'First three bytes, as the IEEE has assigned them',
        }),
      },
      strict,
    ),
    rtsp: Type.Union([
      Type.Object({ port: Port, main: Path, sub: Type.Union([Path, Type.Null()]) }, strict),
      Type.Null(),
    ]),
    ports: Type.Object({ http: Port, https: Port, onvif: Port }, strict),
    /** What it is delivered with, where the maker has published one; null where it has none, or none is published. */
    factoryAccount: Type.Union([
      Type.Object(
        {
          username: Type.String({ minLength: 1 }),
          password: Type.String(),
          source: Type.String({ minLength: 8 }),
          note: Type.Optional(Text),
        },
        strict,
      ),
      Type.Null(),
    ]),
  },
  strict,
);
export type CameraProfile = Static<typeof CameraProfileSchema>;

/** What anybody who may see the cameras is told: the accounts of factories are nobody's to read. */
export const CameraKind = Type.Omit(CameraProfileSchema, ['factoryAccount']);
export type CameraKind = Static<typeof CameraKind>;

export function kindOf({ factoryAccount: _, ...kind }: CameraProfile): CameraKind {
  return kind;
}

const CAMERA_PROFILES_DIR = fileURLToPath(new URL('../../../device-profiles/cameras', import.meta.url));

/** Reads every profile in `dir`. Throws on the first that the schema refuses, naming file and key. */
export function readCameraProfiles(dir: string = CAMERA_PROFILES_DIR): Map<string, CameraProfile> {
  const validator = Compile(CameraProfileSchema);
  const profiles = new Map<string, CameraProfile>();
  const files = readdirSync(dir).filter((name) => name.endsWith('.json'));
  for (const file of files.sort()) {
    const value: unknown = JSON.parse(readFileSync(join(dir, file), 'utf8'));
    if (!validator.Check(value)) {
      const [error] = validator.Errors(value);
      throw new Error(`device-profiles/cameras/${file}: ${error?.instancePath || '/'} ${error?.message}`);
    }
    const profile = value as CameraProfile;
    if (`${profile.id}.json` !== file)
      throw new Error(`device-profiles/cameras/${file}: its id is ${profile.id}`);
    profiles.set(profile.id, profile);
  }
  return profiles;
}
