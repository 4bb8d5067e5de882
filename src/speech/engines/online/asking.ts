import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { AppError } from '../../../errors.ts';
import { checkLink, type Resolve } from './links.ts';
import { failure, refusal } from './refusals.ts';

export interface AskingOptions {
  fetch: typeof fetch;
  resolve: Resolve;
  /** Waits, or rejects with the abort reason. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The first wait before a look at what is being made; each next one is longer, up to five times as long. */
  pollMs: number;
  /** How long one request may take. */
  requestMs: number;
}

/** Who is asked. */
export interface Asked {
  title: string;
  /** Its own address, and the key, which no message may hold. */
  url: string;
  key: string;
  signal: AbortSignal;
}

/** How a service is asked; every answer is capped, timed and checked. */
export interface Asking {
  /** A JSON answer that fits the schema. */
  json<S extends TSchema>(schema: S, url: string, init?: RequestInit): Promise<Static<S>>;
  /** An answer that is the sound itself. */
  audio(url: string, init?: RequestInit): Promise<Uint8Array>;
  /** The sound behind a link; while it answers 404 it is not ready. */
  link(link: string): Promise<Uint8Array>;
  /** Asks again and again until there is something, the waits growing. */
  until<T>(look: () => Promise<T | undefined>): Promise<T>;
  /** The service said no: the reason in its own words, without the key. */
  refused(words: string | undefined): AppError;
  /** It could not do it, and may another time. */
  failed(vi: string, en: string, cause?: unknown): AppError;
}

const JSON_BYTES = 65_536;
/** A minute of the widest WAV that any of them gives. */
const AUDIO_BYTES = 16 * 1024 ** 2;
const REDIRECTS = 3;

/** The asking for one sentence. */
export function asking({ title, url: own, key, signal }: Asked, options: AskingOptions): Asking {
  const failed = (vi: string, en: string, cause?: unknown) => failure(title, vi, en, cause);
  const refused = (words: string | undefined) => refusal(title, words, key);

  /** The answer to one request, its body not read yet. The time-out covers the body too. */
  async function request(url: string, init: RequestInit): Promise<Response> {
    const timer = AbortSignal.timeout(options.requestMs);
    try {
      return await options.fetch(url, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.any([signal, timer]),
      });
    } catch (error) {
      throw explain(error);
    }
  }

  function explain(error: unknown): unknown {
    signal.throwIfAborted();
    if (error instanceof AppError) return error;
    if ((error as Error).name === 'TimeoutError') return new AppError('speech.timeout', { program: title });
    // What fetch says may hold the address, and the address of a link is as good as a key.
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    return failed('không kết nối được', 'no connection', new Error(`fetch failed: ${code ?? 'no answer'}`));
  }

  async function body(response: Response, limit: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > limit) throw failed('trả lời quá dài', 'the answer is too large');
        chunks.push(chunk);
      }
    } catch (error) {
      throw explain(error);
    }
    return Buffer.concat(chunks);
  }

  /** Throws for an answer that is none; a service's words in it are told. */
  async function refuseStatus(response: Response): Promise<void> {
    const { status } = response;
    if (status >= 200 && status < 300) return;
    const text = (await body(response, JSON_BYTES).catch(() => Buffer.alloc(0))).toString('utf8');
    if ([401, 402, 403, 429].includes(status)) throw refusal(title, wordsIn(text), key, status);
    if (status >= 300 && status < 400) throw failed('chuyển sang địa chỉ khác', 'it redirects elsewhere');
    throw failed(`báo lỗi ${status}`, `it answers ${status}`);
  }

  async function follow(link: string): Promise<Response> {
    let at = await checkLink(link, own, options.resolve, failed);
    for (let hop = 0; hop <= REDIRECTS; hop++) {
      const response = await request(at.href, {});
      const to = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || to === null) return response;
      await response.body?.cancel();
      const next = await checkLink(new URL(to, at).href, own, options.resolve, failed);
      if (next.protocol !== at.protocol) throw failed('chuyển sang giao thức khác', 'it redirects elsewhere');
      at = next;
    }
    throw failed('chuyển địa chỉ quá nhiều lần', 'it redirects too often');
  }

  const self: Asking = {
    async json(schema, url, init = {}) {
      const response = await request(url, init);
      await refuseStatus(response);
      const text = (await body(response, JSON_BYTES)).toString('utf8');
      const value = parsed(text);
      if (value === undefined) throw failed('trả về trang web thay vì dữ liệu', 'it answers with a web page');
      if (!Value.Check(schema, value)) throw failed('trả lời không đúng mẫu', 'the answer makes no sense');
      return value;
    },
    async audio(url, init = {}) {
      const response = await request(url, init);
      await refuseStatus(response);
      const bytes = await body(response, AUDIO_BYTES);
      const type = response.headers.get('content-type') ?? '';
      // Some say no with 200 and JSON.
      if (type.includes('json')) throw refused(wordsIn(bytes.toString('utf8')));
      return bytes;
    },
    link: (link) =>
      self.until(async () => {
        const response = await follow(link);
        if (response.status === 404) return void (await response.body?.cancel());
        if (response.status === 403 || response.status === 410) {
          await response.body?.cancel();
          throw failed('đường dẫn âm thanh đã hết hạn', 'the link to the sound has expired');
        }
        await refuseStatus(response);
        return body(response, AUDIO_BYTES);
      }),
    async until(look) {
      for (let wait = options.pollMs; ; wait = Math.min(wait * 1.5, options.pollMs * 5)) {
        const found = await look();
        if (found !== undefined) return found;
        await options.sleep(wait, signal);
      }
    },
    refused,
    failed,
  };
  return self;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a service's JSON says went wrong, whichever of the usual names it has there. */
function wordsIn(text: string): string | undefined {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const found = ['message', 'error_message', 'error', 'msg', 'detail', 'vi_message'].map(
    (name) => fields[name],
  );
  return found.find((words): words is string => typeof words === 'string' && words.trim() !== '');
}
