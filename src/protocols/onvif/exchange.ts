import type { IncomingMessage } from 'node:http';
import { http, https } from '../node-http.ts';
import { OnvifError } from './error.ts';

/** Answers of recorders with 64 channels are about 500 kB. */
const MAX_ANSWER = 1_048_576;

export interface Exchange {
  url: URL;
  body: string;
  headers: Readonly<Record<string, string>>;
  /** From the first packet to the last byte. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  maxBytes?: number | undefined;
}

export interface Answer {
  status: number;
  /** Every `WWW-Authenticate`, in the order of the camera. */
  challenges: string[];
  location: string;
  text: string;
}

/**
 * One POST on a connection of its own, closed at the end: cameras that mishandle kept ones are many. Redirects are not
 * followed. Throws OnvifError (`unreachable`, `timeout`, `too_large`, `not_onvif`) or the signal's reason.
 *
 * A camera's certificate is nearly always its own, often of a key size and TLS version that OpenSSL has given up:
 * it is taken as it is.
 */
export function exchange({
  url,
  body,
  headers,
  timeoutMs,
  signal,
  maxBytes = MAX_ANSWER,
}: Exchange): Promise<Answer> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    let connected = false;
    const options = {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)), Connection: 'close' },
      maxHeaderSize: 32_768,
      // Lines that end without CR, a length beside chunks: cameras send it, and a connection of one answer cannot be
      // led to take one for two.
      insecureHTTPParser: true,
    } as const;
    const request =
      url.protocol === 'https:'
        ? https.request(url, {
            ...options,
            rejectUnauthorized: false,
            minVersion: 'TLSv1',
            ciphers: 'DEFAULT:@SECLEVEL=0',
          })
        : http.request(url, options);
    const timer = setTimeout(() => {
      fail(
        connected
          ? new OnvifError('timeout', `no whole answer within ${timeoutMs} ms`)
          : new OnvifError('unreachable', `no connection within ${timeoutMs} ms`),
      );
    }, timeoutMs);
    const onAbort = () => fail(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });

    function settle(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      request.destroy();
    }
    function fail(reason: unknown): void {
      settle();
      reject(reason);
    }

    // Errors after the end (the camera resets instead of closing) are nobody's any more, but need a listener.
    request.on('error', (error: NodeJS.ErrnoException) => fail(networkError(error)));
    request.on('socket', (socket) => socket.once('connect', () => (connected = true)));
    request.on('response', (response) => {
      collect(response, maxBytes).then((text) => {
        settle();
        resolve({
          status: response.statusCode ?? 0,
          challenges: response.headersDistinct['www-authenticate'] ?? [],
          location: response.headers.location ?? '',
          text,
        });
      }, fail);
    });
    // As bytes: a text would have Node send the headers as UTF-8 with it, which spoils names of people in them.
    request.end(Buffer.from(body));
  });
}

/** An envelope that is closed is whole, whatever length was announced: Dahua announces more than it sends. */
const ENVELOPE_ENDS = /<\/(?:[\w.-]+:)?Envelope\s*>\s*$/;
const TAIL = 64;

function collect(response: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    let tail = '';
    response.on('data', (part: Buffer) => {
      bytes += part.length;
      tail = (tail + part.subarray(-TAIL).toString('latin1')).slice(-TAIL);
      if (bytes > maxBytes) {
        parts.length = 0;
        return reject(new OnvifError('too_large', `its answer is larger than ${maxBytes} bytes`));
      }
      parts.push(part);
      if (ENVELOPE_ENDS.test(tail)) resolve(Buffer.concat(parts).toString('utf8'));
    });
    response.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    response.on('error', (error) => reject(networkError(error)));
    response.on('aborted', () => reject(new OnvifError('unreachable', 'it broke off its answer')));
  });
}

function networkError(error: NodeJS.ErrnoException): OnvifError {
  // Node's parser of HTTP: something else speaks there, or nonsense.
  if (error.code?.startsWith('HPE_')) {
    return new OnvifError('not_onvif', `what answers is not HTTP (${error.code})`, { cause: error });
  }
  if (error.code === 'ERR_INVALID_CHAR') {
    return new OnvifError('malformed', 'its challenge cannot be answered', { cause: error });
  }
  return new OnvifError('unreachable', `the connection failed (${error.code ?? error.name})`, {
    cause: error,
  });
}
