import type { ErrorBody } from '../../errors.ts';
import type { Language } from '../format/time.ts';

/** What the station answered instead of data. `status` 0: it did not answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly #vi: string;

  constructor(status: number, error: ErrorBody['error']) {
    super(error.messageEn);
    this.name = 'ApiError';
    this.status = status;
    this.code = error.code;
    this.field = error.field;
    this.#vi = error.message;
  }

  text(language: Language): string {
    return language === 'vi' ? this.#vi : this.message;
  }

  /** What stands beside the field at fault: the reason alone, since the field's label is there already. */
  reason(language: Language): string {
    const text = this.text(language);
    const reason = this.code === 'input.invalid' ? text.slice(text.indexOf(': ') + 2) : text;
    return reason.charAt(0).toLocaleUpperCase(language) + reason.slice(1);
  }
}

const UNREACHABLE: ErrorBody['error'] = {
  code: 'panel.unreachable',
  message: 'Không kết nối được với Trạm Số. Kiểm tra dây mạng hoặc Wi-Fi rồi thử lại.',
  messageEn: 'The station cannot be reached. Check the network, then try again.',
};
/** A write that got no answer in time: it may have arrived all the same. */
const UNANSWERED: ErrorBody['error'] = {
  code: 'panel.unanswered',
  message:
    'Trạm Số chưa trả lời, nên chưa rõ lệnh đã được thực hiện hay chưa. Hãy xem lại trên màn hình trước khi thử lại.',
  messageEn:
    'The station has not answered, so it is not known whether it did this. Look at the screen before you try again.',
};
const GARBLED: ErrorBody['error'] = {
  code: 'panel.garbled',
  message: 'Trạm Số trả lời không đúng dạng. Hãy tải lại trang.',
  messageEn: 'The station gave an answer that cannot be read. Reload the page.',
};

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Query = Record<string, string | number | boolean | null | undefined>;

/** What a person waits for an answer; nothing that was asked is still sent after it. */
const LIMIT_MS = 15_000;

interface SendOptions {
  /** Gives the request up, as when its page is left. */
  signal?: AbortSignal | undefined;
  /** Gives up after so many ms. */
  limitMs?: number;
}

/**
 * The one way to the station's API: adds the CSRF token, reads errors, tells when the session is over. Every request
 * goes out at once or not at all, and has an end.
 */
export class Http {
  /** From `GET /api/session`; sent with everything that writes. */
  csrf = '';
  /** Called when the station no longer knows the session. */
  onSignedOut: () => void = () => {};
  /** Whether nobody is at the page: such a request does not keep the session alive. */
  isUnattended: () => boolean = () => false;

  get<T>(path: string, query: Query = {}, signal?: AbortSignal, limitMs?: number): Promise<T> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
    }
    const suffix = search.size > 0 ? `?${search}` : '';
    return this.#send('GET', path + suffix, undefined, { signal, ...(limitMs && { limitMs }) });
  }

  post<T>(path: string, body: unknown = {}, options: SendOptions = {}): Promise<T> {
    return this.#send('POST', path, body, options);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.#send('PUT', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#send('PATCH', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.#send('DELETE', path);
  }

  async #send<T>(method: Method, path: string, body?: unknown, options: SendOptions = {}): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (method !== 'GET') headers['x-csrf-token'] = this.csrf;
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (this.isUnattended()) headers['x-tramso-passive'] = '1';
    const { status, text } = await answerOf(path, options, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return this.answer<T>(path, status, text);
  }

  /** What the station has answered, for requests that go another way; throws its refusals. */
  answer<T>(path: string, status: number, text: string): T {
    const ok = status >= 200 && status < 300;
    const answer = parsed(text, ok, status);
    if (ok) return answer as T;
    if (status === 401 && !path.startsWith('/api/session')) this.onSignedOut();
    throw new ApiError(status, isErrorBody(answer) ? answer.error : GARBLED);
  }

  /** The error for a read that got no answer. */
  unreachable(): ApiError {
    return new ApiError(0, UNREACHABLE);
  }

  /** The error for a write that got no answer. */
  lost(): ApiError {
    return new ApiError(0, UNANSWERED);
  }
}

/** The whole answer within the limit; else an ApiError of status 0, or the AbortError of who gave it up. */
async function answerOf(path: string, { signal, limitMs = LIMIT_MS }: SendOptions, init: RequestInit) {
  // Not AbortSignal.any, which browsers of 2023 do not have.
  const given = new AbortController();
  const giveUp = () => given.abort();
  signal?.addEventListener('abort', giveUp);
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    giveUp();
  }, limitMs);
  try {
    if (signal?.aborted) giveUp();
    const response = await fetch(path, { ...init, signal: given.signal });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (isLate) throw new ApiError(0, init.method === 'GET' ? UNREACHABLE : UNANSWERED);
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, UNREACHABLE);
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener('abort', giveUp);
  }
}

function parsed(text: string, ok: boolean, status: number): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    if (ok) throw new ApiError(status, GARBLED);
    return undefined;
  }
}

function isErrorBody(answer: unknown): answer is ErrorBody {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return false;
  const error = answer.error;
  return typeof error === 'object' && error !== null && 'message' in error && 'code' in error;
}

/** Whatever was thrown, as a sentence for the person. */
export function errorText(error: unknown, language: Language): string {
  return error instanceof ApiError ? error.text(language) : new ApiError(500, GARBLED).text(language);
}

/** Somebody else changed the item in the meantime. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409 && error.code === 'item.conflict';
}

export const http = new Http();
