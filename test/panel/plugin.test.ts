import { gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import fp from 'fastify-plugin';
import t, { type Test } from 'tap';
import panel from '../../src/panel/index.ts';
import { startStation } from '../harness.ts';

const SCRIPT = `console.log(${JSON.stringify('xã'.repeat(400))})`;

/** Only the panel, on a folder that holds a built one or not. */
async function serve(t: Test, files: Parameters<Test['testdir']>[0]) {
  const app = Fastify();
  t.teardown(() => app.close());
  await app.register(fp(async () => {}, { name: 'web' }));
  await app.register(panel, { root: t.testdir(files) });
  return app;
}

t.test('every page address answers with the document, never kept by the browser', async (t) => {
  const app = await serve(t, { 'index.html': '<title>Trạm Số</title>', assets: {} });
  for (const url of ['/', '/bulletins/0199', '/settings/station?x=1']) {
    const answer = await app.inject(url);
    t.match(answer, { statusCode: 200, headers: { 'cache-control': 'no-cache' } }, url);
    t.match(answer.headers['content-type'], /^text\/html/);
    t.match(answer.body, 'Trạm Số');
  }
});

t.test('assets are kept for good, and go out compressed', async (t) => {
  const app = await serve(t, {
    'index.html': '',
    assets: { 'start-x1.js': SCRIPT, 'start-x1.js.gz': gzipSync(SCRIPT) },
  });
  const plain = await app.inject('/assets/start-x1.js');
  t.match(plain.headers, { 'cache-control': 'public, max-age=31536000, immutable' });
  t.equal(plain.body, SCRIPT);
  const packed = await app.inject({ url: '/assets/start-x1.js', headers: { 'accept-encoding': 'gzip' } });
  t.match(packed.headers, { 'content-encoding': 'gzip' });
  t.match(packed.headers['content-type'], /javascript/);
});

t.test('what is no page is not answered with one', async (t) => {
  const app = await serve(t, { 'index.html': 'page', assets: {} });
  for (const url of ['/api/nothing', '/assets/none.js', '/assets/..%2findex.html', '/audio/x']) {
    t.match(await app.inject(url), { statusCode: 404 }, url);
  }
  t.match(await app.inject({ method: 'POST', url: '/' }), { statusCode: 404 });
});

t.test('a station whose panel was never built says what to do', async (t) => {
  const app = await serve(t, {});
  const answer = await app.inject('/');
  t.equal(answer.statusCode, 503);
  t.match(answer.body, /scripts\/start/);
  t.match(await app.inject('/api/nothing'), { statusCode: 404 });
});

t.test('what the pages ask of slices without an HTTP side', async (t) => {
  const station = await startStation(t);
  const editor = await station.signIn('editor');
  t.equal((await station.nobody.get('/api/panel/choices')).status, 401);
  t.equal((await (await station.signIn('police')).get('/api/panel/choices')).status, 403);
  const { body: choices } = await editor.get('/api/panel/choices');
  t.match(choices.voices[0], { id: 'vi', name: { vi: String, en: String } });
  t.ok(choices.chimes.length > 0);

  const text = 'Họp lúc 7h30.\n\nUBND xã mời bà con.';
  const { body: spoken } = await editor.post('/api/panel/spoken', { text });
  t.match(spoken.lines, [
    { spoken: /bảy giờ ba mươi/, tokens: [{ text: '7h30', spoken: 'bảy giờ ba mươi', start: 8 }] },
    { spoken: '', tokens: [] },
    { tokens: [{ text: 'UBND', spoken: 'ủy ban nhân dân' }] },
  ]);
  t.match(await editor.post('/api/panel/spoken', { text: 'a'.repeat(20_001) }), { status: 400 });

  await station.listen();
  const { body: addresses } = await editor.get('/api/panel/addresses');
  t.match(addresses, { panel: [/^https:/], loa: [/^http:.*\/loa$/], lan: false });
});
