import { AppError } from '../../errors.ts';
import { readZip } from '../engines/piper/zip.ts';
import { createNumbering, type Numbering } from './docx-numbering.ts';

/** Of the XML in a DOCX, most of which is no text. */
const MOST_XML = 16 * 1024 ** 2;
/** Pictures lie in files of their own; what is left of one paragraph is short. */
const LONGEST_PARAGRAPH = 2 * 1024 ** 2;
const MOST_NUMBERING = 1024 ** 2;
const PARAGRAPH_END = '</w:p>';
/** Linear: no tag or list is looked for beyond the next one, or many that never end would take hours. */
const PIECE =
  /<w:t(?:\s[^<>]*)?>([^<]*)<\/w:t>|<(w:tab|w:br|w:cr|w:noBreakHyphen)\b[^<>]*\/>|<(\/?(?:w:tr|w:tc|mc:Fallback|w:moveFrom))(?:\s[^<>]*)?>|<w:numPr>((?:(?!<w:numPr>).){0,400}?)<\/w:numPr>/gs;
const SPOKEN: Readonly<Record<string, string>> = {
  'w:tab': '\t',
  'w:br': '\n',
  'w:cr': '\n',
  'w:noBreakHyphen': '-',
};
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** A cell that ends with one needs no comma behind it. */
const STOPPED = /[.,:;!?…]$/;

/** The paragraphs of word/document.xml (ECMA-376 17.3), a row of a table as one line. Throws `document.*`. */
export async function docxText(path: string, mostCharacters: number): Promise<string> {
  try {
    const numbering = createNumbering(await partOf(path, 'word/numbering.xml', MOST_NUMBERING));
    for await (const { name, content } of readZip(path)) {
      if (name === 'word/document.xml')
        return await linesOf(content.setEncoding('utf8'), numbering, mostCharacters);
      content.destroy();
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('document.unreadable', {}, error);
  }
  throw new AppError('document.unreadable');
}

/** '' where there is no such part, or one that is too large to be meant. */
async function partOf(path: string, part: string, most: number): Promise<string> {
  for await (const { name, content } of readZip(path)) {
    if (name !== part) {
      content.destroy();
      continue;
    }
    let text = '';
    for await (const chunk of content.setEncoding('utf8')) {
      text += chunk;
      if (text.length > most) return '';
    }
    return text;
  }
  return '';
}

async function linesOf(xml: AsyncIterable<string>, numbering: Numbering, most: number): Promise<string> {
  const page = createPage(numbering);
  let rest = '';
  let read = 0;
  for await (const chunk of xml) {
    read += chunk.length;
    const paragraphs = (rest + chunk).split(PARAGRAPH_END);
    rest = paragraphs.pop() ?? '';
    if (read > MOST_XML || rest.length > LONGEST_PARAGRAPH) throw tooLong(most);
    for (const paragraph of paragraphs) page.add(paragraph);
    if (page.length() > most) throw tooLong(most);
  }
  page.add(rest);
  return page.text();
}

/** Puts paragraphs together as they stand on the page. */
function createPage(numbering: Numbering) {
  const lines: string[] = [];
  let length = 0;
  /** The cells of the row that is open, each with its paragraphs; a table in a cell belongs to the cell. */
  let row: string[][] = [];
  let rows = 0;
  /** Inside what is shown in another form already: the older form of a text box, a text that was moved away. */
  let hidden = 0;

  const put = (line: string) => {
    lines.push(line);
    length += line.length + 1;
  };
  const structure = (tag: string) => {
    if (tag === 'mc:Fallback' || tag === 'w:moveFrom') hidden++;
    else if (tag === '/mc:Fallback' || tag === '/w:moveFrom') hidden = Math.max(0, hidden - 1);
    else if (tag === 'w:tr') rows++;
    else if (tag === 'w:tc' && rows === 1) row.push([]);
    else if (tag === '/w:tr') {
      rows = Math.max(0, rows - 1);
      if (rows > 0) return;
      for (const line of linesOfRow(row)) put(line);
      row = [];
    }
  };

  return {
    add(xml: string) {
      let words = '';
      let number = '';
      for (const [, text, sign, tag, list] of xml.matchAll(PIECE)) {
        if (tag !== undefined) structure(tag);
        else if (hidden > 0) continue;
        else if (list !== undefined) number = numberOf(list, numbering);
        else words += text === undefined ? (SPOKEN[sign ?? ''] ?? '') : plain(text);
      }
      const line = number && words.trim() ? `${number} ${words}` : words;
      const cell = row.at(-1);
      if (cell) cell.push(line);
      else put(line);
    },
    length: () => length,
    text: () => [...lines, ...linesOfRow(row)].join('\n'),
  };
}

/** One line, its cells behind one another; a cell of several paragraphs, as in a letterhead, keeps its lines. */
function linesOfRow(row: readonly string[][]): string[] {
  const cells = row.map((paragraphs) => paragraphs.map((words) => words.trim()).filter(Boolean));
  if (cells.some((paragraphs) => paragraphs.length > 1)) return cells.flat();
  const words = cells.flat();
  return words.length === 0
    ? []
    : [words.reduce((line, cell) => line + (STOPPED.test(line) ? ' ' : ', ') + cell)];
}

function numberOf(properties: string, numbering: Numbering): string {
  const list = /<w:numId w:val="(\d{1,9})"/.exec(properties)?.[1];
  // List 0 is none (17.9.18).
  if (list === undefined || list === '0') return '';
  return numbering.next(list, Number(/<w:ilvl w:val="(\d)"/.exec(properties)?.[1] ?? 0));
}

const plain = (text: string) => text.replace(/&(#x?[\da-f]+|\w+);/gi, entity);

function entity(whole: string, name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

const tooLong = (most: number) => new AppError('document.too_long', { most });
