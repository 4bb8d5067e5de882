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
  message: 'Không kết nối được với máy trạm. Kiểm tra dây mạng hoặc Wi-Fi rồi thử lại.',
  messageEn: 'The station cannot be reached. Check the network, then try again.',
};
const GARBLED: ErrorBody['error'] = {
  code: 'panel.garbled',
  message: 'Máy trạm trả lời không đúng dạng. Hãy tải lại trang.',
  messageEn: 'The station gave an answer that cannot be read. Reload the page.',
};

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Query = Record<string, string | number | boolean | null | undefined>;

/** The one way to the station's API: adds the CSRF token, reads errors, tells when the session is over. */
export class Http {
  /** From `GET /api/session`; sent with everything that writes. */
  csrf = '';
  /** Called when the station no longer knows the session. */
  onSignedOut: () => void = () => {};

  get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
    }
    const suffix = search.size > 0 ? `?${search}` : '';
    return this.#send('GET', path + suffix, undefined, signal);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#send('POST', path, body);
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

  async #send<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (method !== 'GET') headers['x-csrf-token'] = this.csrf;
    if (body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(path, {
        method,
        headers,
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiError(0, UNREACHABLE);
    }
    const answer = await readJson(response);
    if (response.ok) return answer as T;
    if (response.status === 401 && !path.startsWith('/api/session')) this.onSignedOut();
    throw new ApiError(response.status, isErrorBody(answer) ? answer.error : GARBLED);
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    if (response.ok) throw new ApiError(response.status, GARBLED);
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
