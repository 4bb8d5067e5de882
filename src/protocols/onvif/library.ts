import { Cam } from 'onvif';

/** One operation as XML, and the service that it goes to. */
export interface Message {
  service: 'device' | 'media' | 'media2' | 'ptz';
  body: string;
}

interface Sent {
  service?: string;
  body: string;
}

/**
 * The one place that uses the package `onvif` (0.8.3): it knows what each operation looks like, and only that is taken
 * from it. Its transport, account handling, parser and discovery are not: it reads answers of any size, takes 110 ms
 * for 64 kB of `xmlns` (time grows with the square, on the thread that carries the emergencies), puts user names into
 * XML unescaped and passwords as ASCII, reports a wrong password as success, turns serial numbers into floating
 * point, and calls back twice where the callback throws.
 */
class Composer extends Cam {
  sent: Sent | undefined;

  constructor(media2: boolean) {
    super({ hostname: '', autoconnect: false });
    this.media2Support = media2;
  }

  _envelopeHeader(): string {
    return '';
  }

  _envelopeFooter(): string {
    return '';
  }

  _request(sent: Sent): void {
    this.sent ??= sent;
  }
}

/**
 * The message of one call of the library, such as `(cam) => cam.getPresets({ profileToken }, ignore)`. Texts from
 * outside go in escaped (escape.ts): it puts them into XML as they are.
 */
export function compose(call: (cam: Cam) => unknown, { media2 = false } = {}): Message {
  const composer = new Composer(media2);
  call(composer);
  if (!composer.sent) throw new Error('onvif has composed no message');
  const service = composer.sent.service ?? 'device';
  if (service !== 'device' && service !== 'media' && service !== 'media2' && service !== 'ptz') {
    throw new Error(`onvif has composed a message for ${service}`);
  }
  // What asks for the clock brings an envelope of its own.
  return {
    service,
    body: /<s:Body[^>]*>(.*)<\/s:Body>/s.exec(composer.sent.body)?.[1] ?? composer.sent.body,
  };
}

/** Where the library wants a callback: its answer is never read. */
export function ignore(): void {}

/** `{namespace}/{operation}` of a message, for the Content-Type. */
export function actionOf(body: string): string {
  const [, operation = '', namespace = ''] = /^<(\w+)[^>]*?\sxmlns="([^"]+)"/.exec(body) ?? [];
  return `${namespace}/${operation}`;
}
