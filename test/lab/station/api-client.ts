import { PASSWORD, PIN } from '../../harness.ts';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(
    method: string,
    path: string,
    status: number,
    body: { error?: { code?: string; message?: string } },
  ) {
    super(`${method} ${path}: ${status} ${body.error?.code ?? ''} ${body.error?.message ?? ''}`);
    this.status = status;
    this.code = body.error?.code ?? '';
  }
}

/** A person’s browser as far as the API is concerned: cookie, CSRF token, JSON. Throws ApiError on 4xx and 5xx. */
export class ApiClient {
  readonly #base: string;
  #cookie: string;
  #csrf: string;

  /** @param session one that was opened elsewhere */
  constructor(base: string, session = { cookie: '', csrf: '' }) {
    this.#base = base;
    this.#cookie = session.cookie;
    this.#csrf = session.csrf;
  }

  /** `name=value` of the session, for sockets and browsers. */
  get cookie(): string {
    return this.#cookie;
  }

  /** Creates the first account with the code from the screen. */
  setUp(code: string, username = 'quantri'): Promise<void> {
    return this.#signInBy('/api/setup', {
      code,
      username,
      name: 'Nguyễn Thị Hà',
      password: PASSWORD,
      pin: PIN,
    });
  }

  signIn(username = 'quantri', password = PASSWORD): Promise<void> {
    return this.#signInBy('/api/session', { username, password });
  }

  async #signInBy(path: string, body: object): Promise<void> {
    const session = await this.send<{ csrf: string }>('POST', path, body);
    this.#csrf = session.csrf;
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  post<T>(path: string, body?: object): Promise<T> {
    return this.send<T>('POST', path, body);
  }

  put<T>(path: string, body: object): Promise<T> {
    return this.send<T>('PUT', path, body);
  }

  async send<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.#base + path, {
      method,
      headers: {
        cookie: this.#cookie,
        'x-csrf-token': this.#csrf,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie) this.#cookie = cookie;
    const text = await response.text();
    const answer = text === '' ? {} : JSON.parse(text);
    if (!response.ok) throw new ApiError(method, path, response.status, answer);
    return answer as T;
  }
}
