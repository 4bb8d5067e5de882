import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { readPictureHead } from '../../src/cameras/map/picture.ts';
import { startStation } from '../harness.ts';

/** A real picture, drawn by ffmpeg. */
function picture(t: Test, kind: 'png' | 'jpg' | 'webp', size: string): Buffer {
  const file = join(t.testdir({}), `map.${kind}`);
  const source = ['-f', 'lavfi', '-i', `testsrc=size=${size}`];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, '-frames:v', '1', file], { timeout: 30_000 });
  return readFileSync(file);
}

t.test('kind and size are read from the first bytes', async (t) => {
  t.same(readPictureHead(picture(t, 'png', '320x200')), { mime: 'image/png', width: 320, height: 200 });
  t.same(readPictureHead(picture(t, 'jpg', '352x288')), { mime: 'image/jpeg', width: 352, height: 288 });
  t.same(readPictureHead(picture(t, 'webp', '128x96')), { mime: 'image/webp', width: 128, height: 96 });
  const png = picture(t, 'png', '64x64');
  for (let length = 0; length < 33; length++) t.equal(readPictureHead(png.subarray(0, length)), undefined);
  const jpeg = picture(t, 'jpg', '64x64');
  for (let length = 0; length < 150; length++) readPictureHead(jpeg.subarray(0, length));
  for (const text of [
    '',
    '<svg onload=alert(1)>',
    'GIF89a',
    '\xff\xd8\xff\xff\xff\xff\xff\xff\xff\xff\xff',
    'RIFF',
  ])
    t.equal(readPictureHead(Buffer.from(text.padEnd(40, '\xff'), 'latin1')), undefined, text);
});

t.test('the map is brought, seen, replaced and removed', async (t) => {
  const station = await startStation(t);
  const { app, data } = station;
  const admin = await station.signIn('admin');
  const police = await station.signIn('police');
  const send = (payload: Buffer, headers: object = {}) =>
    app.inject({
      method: 'PUT',
      url: '/api/commune-map',
      headers: { ...admin.headers, 'content-type': 'application/octet-stream', ...headers },
      payload,
    });
  const see = (headers: object = {}) =>
    app.inject({ method: 'GET', url: '/api/commune-map', headers: { ...police.headers, ...headers } });
  t.equal((await see()).statusCode, 404);
  const facts = async () => (await police.get('/api/commune-map/facts')).body;
  t.same(await facts(), { picture: null });

  const png = picture(t, 'png', '320x200');
  const put = await send(png);
  t.match(put.json(), { mime: 'image/png', width: 320, height: 200 });
  t.same(await facts(), { picture: put.json() });
  const seen = await see();
  t.equal(seen.headers['content-type'], 'image/png');
  t.equal(seen.headers['x-content-type-options'], 'nosniff');
  t.ok(seen.rawPayload.equals(png));
  t.equal((await see({ 'if-none-match': String(seen.headers.etag) })).statusCode, 304);

  t.equal(
    (await send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).json().error.code,
    'map.no_picture',
  );
  t.equal((await send(Buffer.alloc(9 * 1024 ** 2))).json().error.code, 'input.too_large');
  const huge = Buffer.from(png);
  huge.writeUInt32BE(60_000, 16);
  t.equal((await send(huge)).json().error.code, 'map.too_large');
  const forbidden = await send(png, police.headers);
  t.equal(forbidden.statusCode, 403);
  t.ok((await see()).rawPayload.equals(png), 'what is refused changes nothing');

  const [, jpeg] = await Promise.all([send(png), send(picture(t, 'jpg', '64x64'))]);
  t.equal(jpeg.statusCode, 200);
  t.same(readdirSync(join(data, 'maps')), ['commune-map'], 'one file, and nothing beside it');
  t.equal((await admin.delete('/api/commune-map')).status, 204);
  t.equal((await see()).statusCode, 404);
});
