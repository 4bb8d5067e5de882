import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import t from 'tap';
import { startStation } from '../harness.ts';

t.setTimeout(60_000);

/** A deflated ZIP, as Word writes it. */
function zipOf(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = deflateRawSync(Buffer.from(text));
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(text), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(Buffer.byteLength(text), 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), content]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0'), facts, place, Buffer.from(name));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

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
