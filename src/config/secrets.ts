import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;
const CREDENTIAL = 'tramso-key';
const OWN_FILE = 'secret.key';

/** Encrypts what must rest on the disk (camera and speaker passwords, API keys) and derives signing keys. */
export interface Secrets {
  /** AES-256-GCM, base64; `context` (table and column) is authenticated, so a value can't be moved elsewhere. */
  seal(text: string, context: string): string;
  /** Throws where the value was tampered with or sealed by another key. */
  open(sealed: string, context: string): string;
  /** 32 bytes for one purpose (URL signatures, tokens …). */
  derive(purpose: string): Buffer;
}

/**
 * The station's master key: from the systemd credential `tramso-key`, else a 0600 file `secret.key` in the data
 * folder, made at the first start. A file that others can read is refused.
 */
export function loadSecrets(dataDir: string, env: NodeJS.ProcessEnv = process.env): Secrets {
  const path = masterKeyPath(dataDir, env);
  const existing = readKey(path);
  if (existing) {
    if (path === join(dataDir, OWN_FILE) && statSync(path).mode & 0o077) chmodSync(path, 0o600);
    return secretsFrom(existing);
  }
  const key = randomBytes(KEY_BYTES);
  writeFileSync(path, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return secretsFrom(key);
}

/** Where the master key is kept, for loading it and for backing it up. */
export function masterKeyPath(dataDir: string, env: NodeJS.ProcessEnv = process.env): string {
  const credential = env.CREDENTIALS_DIRECTORY && join(env.CREDENTIALS_DIRECTORY, CREDENTIAL);
  return credential && existsSync(credential) ? credential : join(dataDir, OWN_FILE);
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
  if (key.length !== KEY_BYTES) throw new Error(`${path} is damaged: expected ${KEY_BYTES} bytes in base64`);
  return key;
}

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
