import type { Secrets } from '../../config/secrets.ts';
import type { Account } from '../parts.ts';
import type { StreamSecrets } from './stream-secrets.ts';

const CONTEXT = 'cameras.credentials';

/** All that is secret about a camera: it rests in one sealed text. */
export interface Sealed {
  /** Null where the camera asks for none, or it is not known. */
  account: Account | null;
  /** What stands for SECRET in the addresses of the streams (stream-secrets.ts). */
  inUrls: StreamSecrets;
}

const NOTHING_SECRET: Sealed = { account: null, inUrls: {} };

/** For the column `credentials`; null where there is nothing to keep. */
export function sealSecrets({ account, inUrls }: Sealed, secrets: Secrets): string | null {
  if (account === null && Object.keys(inUrls).length === 0) return null;
  return secrets.seal(JSON.stringify({ ...account, inUrls }), CONTEXT);
}

/** Throws where the text was tampered with. */
export function openSecrets(sealed: string | null, secrets: Secrets): Sealed {
  if (sealed === null) return NOTHING_SECRET;
  const {
    username,
    password,
    inUrls = {},
  } = JSON.parse(secrets.open(sealed, CONTEXT)) as {
    username?: string;
    password?: string;
    inUrls?: Sealed['inUrls'];
  };
  const account = username === undefined ? null : { username, password: password ?? '' };
  return { account, inUrls };
}
