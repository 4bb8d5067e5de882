import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { pino } from 'pino';
import type { Test } from 'tap';
import { v7 as uuidv7 } from 'uuid';
import { type App, buildApp, type Outside } from '../src/app.ts';
import { type Config, DEFAULTS } from '../src/config/schema.ts';
import { hashPassword } from '../src/web/identity/passwords.ts';
import { createPins } from '../src/web/identity/pins.ts';
import { createSessions, type SessionUser } from '../src/web/identity/sessions.ts';
import { usersRepository } from '../src/web/identity/users-repository.ts';
import type { ListenerName } from '../src/web/listeners.ts';
import type { Role } from '../src/web/roles.ts';

export const PASSWORD = 'trời mưa to quá 27';
export const PIN = '246810';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Teardown = Pick<Test, 'teardown'>;
type Sections = { [Key in keyof Config]?: Config[Key] extends object ? Partial<Config[Key]> : Config[Key] };

export interface StationOptions {
  /** The machine's wall clock, UTC milliseconds. */
  wall?: () => number;
  outside?: Partial<Outside>;
  /** Laid over the defaults, section by section; ports are 0 (any free one). */
  config?: Sections;
  /** A data folder to use again, as after a restart; it is kept. */
  data?: string;
}

export interface Answer {
  status: number;
  /** Parsed where it is JSON, else the text. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
  headers: Record<string, unknown>;
}

/** Somebody at a browser: a signed-in person, or nobody. */
export interface Client {
  get(url: string): Promise<Answer>;
  post(url: string, body?: unknown): Promise<Answer>;
  put(url: string, body?: unknown): Promise<Answer>;
  patch(url: string, body?: unknown): Promise<Answer>;
  delete(url: string, body?: unknown): Promise<Answer>;
}

export interface SignedIn extends Client {
  user: SessionUser;
  sessionId: string;
  /** The cookie and the CSRF token, for requests that the test makes itself over loopback HTTP. */
  headers: { cookie: string; 'x-csrf-token': string };
  /** The same session over HTTPS, where the cookie has another name. */
  secureHeaders: { cookie: string; 'x-csrf-token': string };
}

export interface Station {
  app: App;
  data: string;
  /** A browser that is not signed in. */
  nobody: Client;
  /** Signs a person of that role in; the same user name stands for the same person. */
  signIn(role: Role, username?: string): Promise<SignedIn>;
  /** Opens the real listeners on free ports of 127.0.0.1: `http://127.0.0.1:40123` by listener. */
  listen(): Promise<Record<ListenerName, string>>;
  /** As `systemctl stop`; also done at the end of the test. */
  close(): Promise<void>;
}

/** A whole station on a folder of its own, closed and swept away when the test ends. */
export async function startStation(t: Teardown, options: StationOptions = {}): Promise<Station> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'tramso-test-'));
  const log = pino({ level: process.env.TRAMSO_TEST_LOG ?? 'silent' });
  const outside = { ...options.outside, ...(options.wall && { wall: options.wall }) };
  const removeData = () => {
    if (options.data === undefined) rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  };
  let app: App;
  try {
    app = await buildApp({ config: configFor(data, options.config), log, outside });
  } catch (error) {
    removeData();
    throw error;
  }
  t.teardown(async () => {
    await app.close();
    removeData();
  });
  return {
    app,
    data,
    nobody: clientOf(app, {}),
    signIn: (role, username = role) => signIn(app, role, username),
    async listen() {
      const tls = join(data, 'tls');
      if (lent && !existsSync(tls)) cpSync(lent, tls, { recursive: true });
      await app.web.listen();
      lent ??= keepCertificate(tls);
      const urls = app.web.addresses().map(({ listener, url }) => [listener, url]);
      return Object.fromEntries(urls);
    },
    close: () => app.close(),
  };
}

/** Issuing takes a while: the certificate of the first station serves the others of a test file, where it fits. */
let lent: string | undefined;

function keepCertificate(tls: string): string {
  const kept = mkdtempSync(join(tmpdir(), 'tramso-tls-'));
  process.once('exit', () => rmSync(kept, { recursive: true, force: true }));
  cpSync(tls, kept, { recursive: true });
  return kept;
}

function configFor(data: string, given: Sections = {}): Config {
  const free = { http_port: 0, https_port: 0, plain_port: 0, mqtt_port: 0, mqtts_port: 0 };
  return {
    data,
    listen: { ...DEFAULTS.listen, ...free, ...given.listen },
    log: { ...DEFAULTS.log, ...given.log },
    programs: { ...DEFAULTS.programs, ...given.programs },
  };
}

/** Hashing is slow by design: once for all stations of a test file. */
let passwordHash: Promise<string> | undefined;

/** Signs a person in at an app that a test has put together itself. */
export async function signIn(app: App, role: Role, username: string = role): Promise<SignedIn> {
  passwordHash ??= hashPassword(PASSWORD);
  const hashes = {
    passwordHash: await passwordHash,
    pinHash: await createPins(app.secrets.derive('pin')).hash(PIN),
  };
  const users = usersRepository(app.db);
  const now = app.clock.now();
  const existing = users.findByName(username);
  const user: SessionUser = existing ?? { id: uuidv7(), username, name: `Người thử ${username}`, role };
  if (!existing) {
    const times = { createdAt: now, updatedAt: now, lastSignInAt: null };
    users.insert({ ...user, ...times, ...hashes, passwordExpiresAt: null, disabled: false });
  }
  const sessions = createSessions({
    db: app.db,
    clock: app.clock,
    events: app.events,
    key: app.secrets.derive('csrf'),
    limits: () => ({ idleMs: Number.POSITIVE_INFINITY, absoluteMs: Number.POSITIVE_INFINITY }),
  });
  const { id: sessionId, token } = sessions.open(user.id, '127.0.0.1');
  const csrf = sessions.csrfToken(sessionId);
  const headers = { cookie: `tramso=${token}`, 'x-csrf-token': csrf };
  const secureHeaders = { cookie: `__Host-tramso=${token}`, 'x-csrf-token': csrf };
  const { name } = user;
  return {
    ...clientOf(app, headers),
    user: { id: user.id, username, name, role: user.role },
    sessionId,
    headers,
    secureHeaders,
  };
}

function clientOf(app: App, headers: Record<string, string>): Client {
  const send = async (method: Method, url: string, body?: unknown): Promise<Answer> => {
    const request: InjectOptions = { method, url, headers };
    if (body !== undefined) {
      request.payload = JSON.stringify(body);
      request.headers = { ...headers, 'content-type': 'application/json' };
    }
    const answer = await app.inject(request);
    const isJson = String(answer.headers['content-type']).includes('json') && answer.payload !== '';
    return {
      status: answer.statusCode,
      body: isJson ? answer.json() : answer.payload,
      headers: answer.headers,
    };
  };
  return {
    get: (url) => send('GET', url),
    post: (url, body) => send('POST', url, body),
    put: (url, body) => send('PUT', url, body),
    patch: (url, body) => send('PATCH', url, body),
    delete: (url, body) => send('DELETE', url, body),
  };
}
