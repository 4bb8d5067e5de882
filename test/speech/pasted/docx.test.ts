import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { documentText } from '../../../src/speech/pasted/document.ts';
import { readPasted } from '../../../src/speech/pasted/index.ts';
import { zipOf } from '../../lab/zip.ts';

const run = (words: string) => `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${words}</w:t></w:r>`;
const p = (words: string, properties = '') => `<w:p><w:pPr>${properties}</w:pPr>${run(words)}</w:p>`;
const item = (words: string, list: number, level = 0) =>
  p(words, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`);
const cell = (...words: string[]) => `<w:tc><w:tcPr/>${words.map((one) => p(one)).join('')}</w:tc>`;
const row = (...cells: string[]) => `<w:tr><w:trPr/>${cells.join('')}</w:tr>`;
const table = (...rows: string[]) => `<w:tbl><w:tblPr/>${rows.join('')}</w:tbl>`;
const level = (index: number, format: string, pattern: string, start = 1) =>
  `<w:lvl w:ilvl="${index}"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${pattern}"/></w:lvl>`;

const NUMBERING = `<w:numbering>
<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '%2)')}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">${level(0, 'upperRoman', '%1.')}${level(1, 'decimal', '%1.%2.')}</w:abstractNum>
<w:abstractNum w:abstractNumId="2">${level(0, 'bullet', '\uf0b7')}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>`;

/** What the editor gets for a DOCX with this body. */
async function read(t: Test, body: string, more: Record<string, string> = {}): Promise<string> {
  const dir = mkdtempSync(join(t.testdir(), 'work-'));
  const path = join(dir, 'sent');
  const files = { '[Content_Types].xml': '<Types/>', ...more };
  writeFileSync(
    path,
    zipOf({ ...files, 'word/document.xml': `<w:document><w:body>${body}</w:body></w:document>` }),
  );
  const { text, hasParagraphs } = await documentText(path, { dir, signal: new AbortController().signal });
  return readPasted(text, { hasParagraphs }).text;
}

t.test('paragraphs of Word stay apart, however long they are', async (t) => {
  const lines = ['Về việc tạm ngừng cung cấp nước sạch trên địa bàn xã', 'Ủy ban nhân dân xã thông báo'];
  t.equal(await read(t, lines.map((line) => p(line)).join('')), lines.join('\n'));
});

t.test('the numbers of lists, which Word makes itself', async (t) => {
  const body = [
    item('Thời gian', 1),
    item('Buổi sáng', 1, 1),
    item('Buổi chiều', 1, 1),
    item('Địa điểm', 1),
    item('Nhà văn hóa', 1, 1),
    item('Đánh giá chung', 2),
    item('Kết quả', 2, 1),
    item('Phương hướng', 2),
    item('Căn cước', 3),
    item('Không có trong bảng', 9),
    p('Không số', '<w:numPr><w:numId w:val="0"/></w:numPr>'),
  ];
  t.same((await read(t, body.join(''), { 'word/numbering.xml': NUMBERING })).split('\n'), [
    '1. Thời gian',
    'a) Buổi sáng',
    'b) Buổi chiều',
    '2. Địa điểm',
    'a) Nhà văn hóa',
    'I. Đánh giá chung',
    'I.1. Kết quả',
    'II. Phương hướng',
    '- Căn cước',
    '- Không có trong bảng',
    'Không số',
  ]);
  t.equal(await read(t, item('Căn cước', 1)), '- Căn cước', 'a document without its numbering');
});

t.test('a row of a table is one line, a letterhead keeps its lines', async (t) => {
  const head = row(cell('UBND XÃ PHÚ SƠN', 'Số: 12/TB-UBND'), cell('CỘNG HÒA', 'Độc lập - Tự do'));
  const rows = [
    row(cell('STT'), cell('Họ tên'), cell('Thôn'), cell('Số tiền')),
    row(cell('1'), cell('Lê Văn An'), cell('3'), cell('500.000')),
  ];
  t.same((await read(t, table(head) + p('THÔNG BÁO') + table(...rows) + p('Hết.'))).split('\n'), [
    'UBND XÃ PHÚ SƠN',
    'Số: 12/TB-UBND',
    'CỘNG HÒA',
    'Độc lập - Tự do',
    'THÔNG BÁO',
    'STT, Họ tên, Thôn, Số tiền',
    '1, Lê Văn An, 3, 500.000',
    'Hết.',
  ]);
  const inner = table(row(cell('trong'), cell('bảng')));
  t.equal(
    await read(t, table(row(`<w:tc>${p('Ngoài:')}${inner}</w:tc>`, cell('sau')))),
    'Ngoài:\ntrong\nbảng\nsau',
  );
  t.equal(await read(t, table(row(cell(''), cell(''))) + p('Chỉ có thế')), 'Chỉ có thế');
});

t.test('what the page shows once is there once', async (t) => {
  const box = `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>${p('Hộp chữ')}</w:txbxContent></mc:Choice><mc:Fallback><w:pict>${p('Hộp chữ')}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`;
  const moved = `<w:moveFrom w:id="1">${run('Đã dời')}</w:moveFrom>`;
  const deleted = '<w:del><w:r><w:delText>đã xóa</w:delText></w:r></w:del>';
  const field = '<w:r><w:instrText>PAGE</w:instrText></w:r>';
  t.same(
    (await read(t, `${box}<w:p>${moved}${deleted}${field}${run('Còn lại')}</w:p>`))
      .split('\n')
      .filter(Boolean),
    ['Hộp chữ', 'Còn lại'],
  );
  const around = { 'word/header1.xml': p('Đầu trang'), 'word/footer1.xml': p('Trang 1') };
  t.equal(await read(t, p('Giữa trang'), around), 'Giữa trang', 'neither header nor footer');
});

t.test('one paragraph that never ends is refused', async (t) => {
  await t.rejects(read(t, `<w:p>${'<w:proofErr w:type="x"/>'.repeat(120_000)}`), {
    code: 'document.too_long',
  });
});

t.test('a file made to be slow holds nothing up', async (t) => {
  const tags = ['<w:t ', '<w:br ', '<w:tc ', '<w:numPr>', '<w:t>'];
  for (const tag of tags) {
    const begun = performance.now();
    await t.rejects(read(t, `<w:p>${tag.repeat(60_000)}</w:p>`), { code: 'document.unreadable' });
    t.ok(performance.now() - begun < 2_000, `${tag}: in the time that its length takes, not its square`);
  }
});
