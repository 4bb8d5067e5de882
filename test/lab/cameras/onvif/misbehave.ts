import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Misbehaviour } from './camera-options.ts';
import { envelope, SoapFault } from './soap.ts';

const LATE_MS = 4_000;
const DRIP_MS = 1_000;
const CHUNK = '<tt:Name>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</tt:Name>'.repeat(1_000);
const HUGE_BYTES = 64 * 1024 ** 2;
const PAGE =
  '<!doctype html><html><head><title>Document Error: Unauthorized</title></head><body>web</body></html>';

/** Entities within entities: a few kilobytes that would fill the memory. */
export const BOMB = (() => {
  const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`);
  return `<?xml version="1.0"?><!DOCTYPE e [<!ENTITY l0 "lab">${levels.join('')}]><e>&l9;</e>`;
})();

/** Would read a file of the reader's. */
export const ENTITY =
  '<?xml version="1.0"?><!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]><e><Name>&x;</Name></e>';

const TEXTS: Partial<Record<Misbehaviour, string>> = {
  bomb: BOMB,
  entity: ENTITY,
  'not-xml': '{"error":"unknown path"}',
  empty: '',
  hollow: envelope('<tds:Response/>'),
  html: PAGE,
};

/** Answers wrongly; `right` is what it would have said. */
export async function misbehave(response: ServerResponse, how: Misbehaviour, right: string): Promise<void> {
  const type = how === 'html' ? 'text/html' : 'application/soap+xml; charset=utf-8';
  const head = { 'content-type': type };
  if (how === 'never-answers') return;
  if (how === 'reset') return void response.socket?.resetAndDestroy();
  if (how === 'redirect') return void response.writeHead(302, { location: 'file:///etc/passwd' }).end();
  if (how === 'fault') {
    const fault = new SoapFault(['ter:Action'], 'Internal error', 500);
    return void response.writeHead(500, head).end(fault.xml);
  }
  if (how === 'slow') {
    await sleep(LATE_MS, undefined, { ref: false });
    return void response.writeHead(200, head).end(right);
  }
  if (how === 'half') {
    response.writeHead(200, { ...head, 'content-length': Buffer.byteLength(right) });
    return void response.write(right.slice(0, right.length / 2), () => response.destroy());
  }
  if (how === 'drips') {
    response.writeHead(200, head);
    for (let i = 0; i < right.length && !response.destroyed; i++) {
      response.write(right[i]);
      await sleep(DRIP_MS, undefined, { ref: false });
    }
    return;
  }
  if (how === 'huge') {
    response.writeHead(200, head);
    response.write(right.slice(0, right.lastIndexOf('</s:Body>')));
    for (let sent = 0; sent < HUGE_BYTES && !response.destroyed; sent += CHUNK.length) {
      if (!response.write(CHUNK)) await drained(response);
    }
    return void response.end('</s:Body></s:Envelope>');
  }
  response.writeHead(200, head).end(TEXTS[how] ?? '');
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
