import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import t, { type Test } from 'tap';
import type { AppError } from '../../../../src/errors.ts';
import type { SpeechEngine } from '../../../../src/speech/engines/engine.ts';
import { SERVICE_NAMES } from '../../../lab/voices/providers.ts';
import { type Fault, KEY } from '../../../lab/voices/voice-lab.ts';
import { rigFor, soundPath } from './rig.ts';

t.setTimeout(180_000);
const TEXT = 'Kính mời bà con đến nhà văn hóa thôn.';

async function failureOf(t: Test, engine: SpeechEngine, signal = new AbortController().signal) {
  const voice = engine.voices[0]?.id ?? '';
  const request = { text: TEXT, voice, speed: 1, path: soundPath(t) };
  return engine.speak(request, signal).then(
    () => undefined,
    (error: AppError) => error,
  );
}

/** By fault: the code, and a part of what the officer reads. */
const EVERYWHERE: [Fault, code: string, vi: RegExp][] = [
  ['auth', 'speech.refused', /khóa API không đúng/],
  ['quota', 'speech.refused', /hết hạn mức/],
  ['html', 'speech.service_failed', /báo lỗi 502/],
  ['hangs', 'speech.timeout', /quá lâu/],
  ['breaks', 'speech.service_failed', /không kết nối được/],
  ['half-sound', 'speech.cut_off', /không đủ nội dung/],
  ['huge', 'speech.service_failed', /quá dài/],
];
const WITH_JSON: typeof EVERYWHERE = [
  ['portal', 'speech.service_failed', /trang web/],
  ['nonsense', 'speech.service_failed', /không đúng mẫu/],
];
const WITH_LINK: typeof EVERYWHERE = [
  ['expired', 'speech.service_failed', /hết hạn/],
  ['redirect-file', 'speech.service_failed', /không hợp lệ/],
  ['file-link', 'speech.service_failed', /không hợp lệ/],
  ['never-ready', 'speech.timeout', /quá lâu/],
];

for (const name of SERVICE_NAMES) {
  t.test(`${name}: every fault is an error of its own, and none tells the key`, async (t) => {
    const rig = await rigFor(t, [name], { requestMs: 400, sentenceMs: 4_000 });
    const engine = rig.engine(name);
    const lab = rig.labs[name];
    if (!lab) throw new Error(name);
    const isDirect = name === 'viettel';
    const faults = [...EVERYWHERE, ...(isDirect ? [] : [...WITH_JSON, ...WITH_LINK])];
    if (isDirect) faults.push(['portal', 'speech.no_audio', /không trả về âm thanh/]);
    if (name === 'vbee') faults.push(['gives-up', 'speech.service_failed', /không tạo được/]);
    for (const [fault, code, vi] of faults) {
      lab.fault = fault;
      const error = await failureOf(t, engine);
      t.match(error, { name: 'AppError', code, messageVi: vi }, `${name}, ${fault}`);
      t.notMatch(inspect(error, { depth: 9 }), new RegExp(`${KEY}|secret-of-the-link`), `${name}, ${fault}`);
    }
    lab.fault = undefined;
    t.equal(await failureOf(t, engine), undefined, 'and well again');
  });
}

t.test('nobody there, and an abort while the sound is being made', async (t) => {
  const rig = await rigFor(t, ['fpt', 'vbee']);
  for (const name of ['fpt', 'vbee'] as const) {
    const lab = rig.labs[name];
    if (!lab) throw new Error(name);
    lab.fault = 'never-ready';
    const controller = new AbortController();
    const failure = failureOf(t, rig.engine(name), controller.signal);
    while (lab.requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort(new Error('the editor has left'));
    t.match(await failure, { message: 'the editor has left' });
  }
  Object.assign(rig.settings.fpt ?? {}, { url: 'http://127.0.0.1:1/hmi' });
  t.match(await failureOf(t, rig.engine('fpt')), { code: 'speech.service_failed' });
});

t.test('a service elsewhere sends nobody to this machine, nor by a redirect or a name', async (t) => {
  let link = '';
  let location: string | undefined;
  const asked: string[] = [];
  const fetch = (async (url: string) => {
    asked.push(url);
    if (url.startsWith('http://tts.example')) return Response.json({ error: 0, async: link });
    return new Response(null, { status: 302, headers: location ? { location } : {} });
  }) as typeof globalThis.fetch;
  const resolve = async (host: string) => (/^inward|^localhost/.test(host) ? ['127.0.0.1'] : ['203.0.113.7']);
  const rig = await rigFor(t, ['fpt'], { fetch, resolve });
  Object.assign(rig.settings.fpt ?? {}, { url: 'http://tts.example/v5' });
  for (link of [
    'http://127.0.0.1:8080/api/x',
    'http://localhost.:80/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest',
    'http://0.0.0.0/',
    'http://2130706433/',
    'http://inward.example/x.mp3',
    'http://user:pass@203.0.113.7/x.mp3',
    'ftp://203.0.113.7/x.mp3',
    'javascript:alert(1)',
    'x.mp3',
  ]) {
    asked.length = 0;
    t.match(await failureOf(t, rig.engine('fpt')), { code: 'speech.service_failed' }, link);
    t.equal(asked.length, 1, `${link} is not asked`);
  }
  link = 'http://files.example/x.mp3';
  for (location of ['http://127.0.0.1/x', 'https://files.example/x', 'file:///etc/passwd', '/x.mp3']) {
    t.match(await failureOf(t, rig.engine('fpt')), { code: 'speech.service_failed' }, location);
  }
  t.equal(asked.filter((url) => url.startsWith('http://files.example')).length, 7, 'three redirects at most');
});

t.test('a playlist in the place of sound opens nothing', async (t) => {
  const opened: string[] = [];
  const trap = createServer((request, response) => {
    opened.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  t.teardown(() => new Promise((resolve) => trap.close(resolve)));
  const address = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/x`;
  for (const body of [
    `#EXTM3U\n#EXTINF:5,\n${address}\n`,
    `ID3\u0004#EXTM3U\n${address}\n`,
    `ffconcat version 1.0\nfile ${address}`,
  ]) {
    const fetch = (async () =>
      new Response(body, { headers: { 'content-type': 'audio/mpeg' } })) as typeof globalThis.fetch;
    const rig = await rigFor(t, ['viettel'], { fetch });
    t.match(await failureOf(t, rig.engine('viettel')), { code: 'speech.no_audio' });
  }
  t.same(opened, []);
});
