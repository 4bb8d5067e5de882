import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Db, readMeta, writeMeta } from '../db/open.ts';
import { syncFolder } from '../db/sync-folder.ts';
import { AppError } from '../errors.ts';

const KEY_BYTES = 32;
const CREDENTIAL = 'tramso-key';
const OWN_FILE = 'secret.key';
/** Of the master key, in `meta`: which key this database is sealed and signed with. */
const FINGERPRINT = 'master_key';

/** Encrypts what must rest on the disk (camera and speaker passwords, API keys) and derives signing keys. */
export interface Secrets {
  /** AES-256-GCM, base64; `context` (table and column) is authenticated, so a value can't be moved elsewhere. */
  seal(text: string, context: string): string;
  /** Throws where the value was tampered with or sealed by another key. */
  open(sealed: string, context: string): string;
  /** 32 bytes for one purpose (URL signatures, tokens …). */
  derive(purpose: string): Buffer;
}

/** The master key in use. */
export interface MasterKey {
  readonly secrets: Secrets;
  /** Where it is kept, for backing it up. */
  readonly path: string;
}

/**
 * The master key that this database is sealed with, from the systemd credential `tramso-key` or the file
 * `secret.key` in the data folder. A database that knows no key yet takes the one that is there, or a new one.
 * Throws `key.missing` and `key.other`: a wrong key would seal, sign and back up what nobody can open again.
 */
export function masterKeyFor(db: Db, dataDir: string, env: NodeJS.ProcessEnv = process.env): MasterKey {
  const noted = readMeta(db, FINGERPRINT);
  if (noted === undefined) {
    const secrets = loadSecrets(dataDir, env);
    writeMeta(db, FINGERPRINT, fingerprint(secrets));
  }
  const kept = keysIn(dataDir, env);
  const wanted = noted ?? readMeta(db, FINGERPRINT);
  const found = kept.find(({ secrets }) => fingerprint(secrets) === wanted);
  if (!found) throw new AppError(kept.length === 0 ? 'key.missing' : 'key.other', { data: dataDir });
  return found;
}

/** Whether the database knows the key that it is sealed with; before that there is nothing to open. */
export function knowsMasterKey(db: Db): boolean {
  return readMeta(db, FINGERPRINT) !== undefined;
}

/**
 * The key that is there: the systemd credential, else a 0600 file `secret.key` in the data folder, made where there
 * is none. A file that others can read is closed. Throws `key.damaged`.
 */
export function loadSecrets(dataDir: string, env: NodeJS.ProcessEnv = process.env): Secrets {
  const [first] = keysIn(dataDir, env);
  if (first) return first.secrets;
  const key = randomBytes(KEY_BYTES);
  const path = join(dataDir, OWN_FILE);
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  // Whole or not at all, also through a power cut; and never in the place of a key that somebody else has just made.
  linkSync(fresh, path);
  rmSync(fresh);
  syncFolder(dataDir);
  return secretsFrom(key);
}

function keysIn(dataDir: string, env: NodeJS.ProcessEnv): MasterKey[] {
  const own = join(dataDir, OWN_FILE);
  const credentials = env.CREDENTIALS_DIRECTORY;
  const paths = credentials ? [join(credentials, CREDENTIAL), own] : [own];
  return paths.flatMap((path) => {
    const key = readKey(path);
    if (!key) return [];
    if (path === own && statSync(path).mode & 0o077) chmodSync(path, 0o600);
    return [{ path, secrets: secretsFrom(key) }];
  });
}

function readKey(path: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) throw new AppError('key.damaged', { path });
  return key;
}

const fingerprint = (secrets: Secrets) => secrets.derive('fingerprint').toString('hex');

/** @param master 32 random bytes */
export function secretsFrom(master: Buffer): Secrets {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', master, '', `tramso/${purpose}`, KEY_BYTES));
  const sealing = derive('seal');
  return {
    derive,
    seal(text, context) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}
