import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { documentText } from '../../../src/speech/pasted/document.ts';
import { readPasted } from '../../../src/speech/pasted/index.ts';
import { launchChromium } from '../../lab/chromium.ts';

t.setTimeout(120_000);

/** A PDF of one page with these drawing orders; `encrypt` makes it want a password that nobody has. */
function pdfOf(content: Buffer | string, { encrypt = false, filter = '' } = {}): Buffer {
  const stream = Buffer.from(content as string, 'latin1');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    `<< /Length ${stream.length} ${filter} >>\nstream\n${stream.toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${'11'.repeat(32)}> /U <${'22'.repeat(32)}> >>`,
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const secret = encrypt ? '/Encrypt 6 0 R /ID [<00> <00>]' : '';
  const table = `xref\n0 7\n0000000000 65535 f \n${rows}trailer\n<< /Size 7 /Root 1 0 R ${secret} >>\n`;
  return Buffer.from(`${text}${table}startxref\n${text.length}\n%%EOF\n`, 'latin1');
}

/** Lines of some 40 characters, each at a place of its own: what lies on itself is counted once. */
const linesOf = (count: number) =>
  Array.from(
    { length: count },
    (_, n) => `1 0 0 1 ${n % 500} ${(n * 7) % 800} Tm (Moi ba con den hop tai thon so ${n}) Tj\n`,
  ).join('');

const read = (t: Test, file: Buffer, signal = new AbortController().signal) => {
  const dir = mkdtempSync(join(t.testdir(), 'work-'));
  const path = join(dir, 'sent');
  writeFileSync(path, file);
  return documentText(path, { dir, signal }).then((document) => document.text);
};

t.test('the text of a PDF', async (t) => {
  const plain = pdfOf('BT /F 12 Tf 50 700 Td (Moi ba con di hop.) Tj 0 -20 Td (Luc 7h30.) Tj ET');
  t.match(await read(t, plain), /^Moi ba con di hop\.\s+Luc 7h30\.\s*$/);
  t.match(await read(t, Buffer.concat([Buffer.from('\n\n'), plain])), /hop/, 'bytes before the magic');
  const numbered = (last: string) =>
    pdfOf(`BT /F 12 Tf 50 700 Td (Moi ba con di hop.) Tj 0 -600 Td (${last}) Tj ET`);
  for (const number of ['1', '- 1 -', 'Trang 1/1'])
    t.equal(await read(t, numbered(number)), 'Moi ba con di hop.', number);
  t.match(await read(t, numbered('113')), /113/, 'a number that is none of the page');
});

t.test('a page in Vietnamese, as a browser prints it', async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  await page.setContent(
    '<h1>THÔNG BÁO</h1><p>Ủy ban nhân dân xã kính mời bà con đến họp lúc 7h30 ngày 12/10/2026 tại nhà văn hóa thôn Đông, mang theo sổ hộ khẩu.</p>',
  );
  const { text, encoding } = readPasted(await read(t, await page.pdf({ format: 'A4' })));
  t.equal(encoding, undefined);
  t.equal(
    text,
    'THÔNG BÁO\nỦy ban nhân dân xã kính mời bà con đến họp lúc 7h30 ngày 12/10/2026 tại nhà văn hóa thôn Đông, mang theo sổ hộ khẩu.',
  );
});

t.test('what cannot be read is refused in words of its own', async (t) => {
  const refused = (file: Buffer, code: string) => t.rejects(read(t, file), { code }, code);
  await refused(pdfOf('0 0 100 100 re f'), 'document.no_text');
  await refused(pdfOf('BT /F 12 Tf (a) Tj ET', { encrypt: true }), 'document.protected');
  await refused(Buffer.from('%PDF-1.7\0\0'), 'document.broken');
  await refused(pdfOf(`BT /F 1 Tf ${linesOf(1_500)} ET`), 'document.too_long');
});

t.test('a bomb is stopped, in little time', async (t) => {
  const began = Date.now();
  const many = Buffer.from(`BT /F 1 Tf ${linesOf(400_000)} ET`);
  const bomb = pdfOf(deflateSync(many).toString('latin1'), { filter: '/Filter /FlateDecode' });
  await t.rejects(read(t, bomb), { code: /^document\.(?:too_heavy|too_long|broken)$/ });
  t.ok(Date.now() - began < 40_000, `${Date.now() - began} ms`);
});

t.test('leaving ends the reading', async (t) => {
  const signal = AbortSignal.abort(new Error('gone'));
  await t.rejects(read(t, pdfOf('BT /F 12 Tf (a) Tj ET'), signal), { message: 'gone' });
});

t.test('without the program it says so', async (t) => {
  const dir = t.testdir({ sent: pdfOf('BT /F 12 Tf (a) Tj ET').toString('latin1') });
  const { PATH } = process.env;
  const bin = join(dir, 'bin');
  t.teardown(() => {
    process.env.PATH = PATH;
  });
  process.env.PATH = bin;
  const signal = new AbortController().signal;
  await t.rejects(documentText(join(dir, 'sent'), { dir, signal }), { code: 'document.pdf_missing' });
  t.same(readdirSync(dir), ['sent']);
});
