import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startStation } from '../harness.ts';
import { zipOf } from '../lab/zip.ts';

t.setTimeout(60_000);

t.test('documents turned into text', async (t) => {
  const station = await startStation(t);
  const editor = await station.signIn('editor');
  const send = async (payload: Buffer | string, who = editor, type = 'application/octet-stream') => {
    const headers = { ...who.headers, 'content-type': type };
    const answer = await station.app.inject({ method: 'POST', url: '/api/panel/document', headers, payload });
    return { status: answer.statusCode, body: answer.json() };
  };
  const text = 'Mời bà con đi họp.';
  const plain = { text, encoding: null };
  t.match((await send(text)).body, plain);
  t.match((await send(`\ufeff${text}`)).body, plain);
  t.match((await send(Buffer.from(`\ufeff${text}`, 'utf16le'))).body, plain);
  t.match((await send(Buffer.from('Céng hßa x· héi chñ nghÜa ViÖt Nam', 'latin1'))).body, {
    text: 'Cộng hòa xã hội chủ nghĩa Việt Nam',
    encoding: 'tcvn3',
  });
  const run = (words: string) => `<w:r><w:t xml:space="preserve">${words}</w:t></w:r>`;
  const xml = `<w:document><w:body><w:p>${run('Thông ')}${run('báo &lt;1&gt; &#225;')}</w:p><w:p>${run('Họp')}<w:r><w:tab/></w:r>${run('thôn.')}</w:p></w:body></w:document>`;
  const docx = (body: string) => zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': body });
  t.match((await send(docx(xml))).body, { text: /^Thông báo <1> á\nHọp\s+thôn\.$/ });

  const refused = async (payload: Buffer | string, status: number, code: string) =>
    t.match(await send(payload), { status, body: { error: { code } } }, code);
  await refused('', 400, 'document.unreadable');
  await refused(Buffer.from('%PDF-1.7\0\0'), 400, 'document.broken');
  await refused(zipOf({ 'a.txt': 'a' }), 400, 'document.unreadable');
  await refused(docx(xml).subarray(0, 200), 400, 'document.unreadable');
  await refused('a '.repeat(30_000), 400, 'document.too_long');
  await refused(docx(`<w:p>${run('a '.repeat(30_000))}</w:p>`), 400, 'document.too_long');
  await refused(Buffer.alloc(10 * 1024 ** 2 + 1, 97), 413, 'input.too_large');
  t.equal((await send('{}', editor, 'application/json')).status, 415);
  t.equal((await send(text, await station.signIn('viewer'))).status, 403);
  t.same(readdirSync(join(station.data, 'audio/tmp')), []);
});
