import { createHash, randomBytes } from 'node:crypto';
import type { LabCameraOptions } from './camera-options.ts';
import { USUAL_ACCOUNT, USUAL_LOCKOUT } from './camera-options.ts';
import { field } from './soap.ts';

const REALM = 'IP Camera';
const TOLERANCE_MS = 20_000;

export type Admission = 'in' | 'no-account' | 'refused' | 'locked';

/** Who may come in: WS-UsernameToken by the camera's own clock, HTTP digest, and the lock after wrong tries. */
export class Gate {
  /** Wrong tries, and those while it was locked. */
  readonly failures: { at: number; username: string }[] = [];
  readonly #options: LabCameraOptions;
  readonly #clock: () => number;
  #nonces = new Set([randomBytes(16).toString('hex')]);
  #lockedUntil = 0;

  constructor(options: LabCameraOptions, clock: () => number) {
    this.#options = options;
    this.#clock = clock;
  }

  get account() {
    return this.#options.account === undefined ? USUAL_ACCOUNT : this.#options.account;
  }

  get locked(): boolean {
    return Date.now() < this.#lockedUntil;
  }

  /** As by somebody at the camera's own page. */
  unlock(): void {
    this.#lockedUntil = 0;
    this.failures.length = 0;
  }

  /** Digests made before are stale from now on. */
  renewNonce(): void {
    this.#nonces = new Set([randomBytes(16).toString('hex')]);
  }

  get challenge(): string {
    return `Digest realm="${REALM}", qop="auth", nonce="${[...this.#nonces][0]}", algorithm=MD5`;
  }

  /** `header`: the SOAP header, '' where the request has none. */
  admit(method: string, authorization: string | undefined, header: string): Admission {
    if (!this.account) return 'in';
    const { auth = 'both' } = this.#options;
    const token = auth !== 'digest' && header.includes('UsernameToken') ? header : undefined;
    const digest = auth !== 'token' && authorization?.startsWith('Digest ') ? authorization : undefined;
    if (token === undefined && digest === undefined) return 'no-account';
    if (this.locked) return 'locked';
    // A nonce that has run out is no wrong password.
    if (digest !== undefined && !this.#nonces.has(parameters(digest).nonce ?? '')) return 'no-account';
    const right = token === undefined ? this.#digestIsRight(method, digest ?? '') : this.#tokenIsRight(token);
    if (right) return 'in';
    const username = (token ? field(token, 'Username') : parameters(digest ?? '').username) ?? '';
    return this.#failed(username);
  }

  #tokenIsRight(header: string): boolean {
    const { username, password } = this.account ?? USUAL_ACCOUNT;
    const created = field(header, 'Created') ?? '';
    const tolerance =
      this.#options.clock?.toleranceMs === undefined ? TOLERANCE_MS : this.#options.clock.toleranceMs;
    if (tolerance !== null && !(Math.abs(Date.parse(created) - this.#clock()) <= tolerance)) return false;
    const nonce = Buffer.from(field(header, 'Nonce') ?? '', 'base64');
    const expected = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
    return field(header, 'Username') === username && field(header, 'Password') === expected;
  }

  #digestIsRight(method: string, authorization: string): boolean {
    const { username, password } = this.account ?? USUAL_ACCOUNT;
    const given = parameters(authorization);
    if (given.username !== username) return false;
    const user = md5(`${username}:${REALM}:${password}`);
    const request = md5(`${method}:${given.uri}`);
    const middle = given.qop ? `${given.nonce}:${given.nc}:${given.cnonce}:${given.qop}` : given.nonce;
    return given.response === md5(`${user}:${middle}:${request}`);
  }

  #failed(username: string): Admission {
    const lockout = this.#options.lockout === undefined ? USUAL_LOCKOUT : this.#options.lockout;
    const at = Date.now();
    this.failures.push({ at, username });
    if (!lockout) return 'refused';
    const recent = this.failures.filter((one) => at - one.at <= lockout.withinMs);
    if (recent.length < lockout.failures) return 'refused';
    this.#lockedUntil = at + lockout.forMs;
    return 'locked';
  }
}

function parameters(authorization: string): Record<string, string | undefined> {
  const found = [...authorization.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)];
  return Object.fromEntries(found.map(([, name, quoted, bare]) => [name, quoted ?? bare]));
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
