/** What a text from Word or a PDF was rid of; each at most once. */
export type Tidied = 'invisible' | 'ligatures' | 'bullets' | 'line_breaks' | 'hyphens' | 'spaces';

/** Soft hyphens, zero-width characters, byte-order marks and marks of writing direction. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]/g;
const CONTROL = /[^\P{Cc}\t\n]/gu;
const LIGATURES: Readonly<Record<string, string>> = {
  ﬀ: 'ff',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
  ﬅ: 'st',
  ﬆ: 'st',
};
const LIGATURE = /[ﬀ-ﬆ]/g;
/** Bullets at the start of a line; Symbol and Wingdings leave theirs in the private use area. */
const BULLET = /^[ \t]*(?:[•‣⁃◦●○■□▪▫◆◇♦✓✔➢➤►▶\u25b8\uf000-\uf0ff·]|o(?=\t))[ \t]*/gmu;
/**
 * A word cut in two at the end of a line: “thông-” and “báo” is not one, since Vietnamese is never cut. Looked for
 * from the start of a word only, so that a long one costs no more than many.
 */
const CUT_WORD = /(?<![a-z])([a-z]{3,})-\n([a-z]{2,})/g;
/** The end of a sentence, a heading or an item: here a line break is meant. */
const MEANT_END = /[.!?:;…]["”')\]]*$/;
/** How an item or a clause of a document begins. */
const MEANT_START =
  /^(?:[-–+*•]|\d{1,2}[.)/]|[a-zđ]\)|[IVX]{1,5}[.)]|Điều \d|Khoản \d|Chương |(?:Kính|Căn cứ|Thực hiện|Về việc|V\/v|Đề nghị|Vậy|Nay|Nơi nhận|Trân trọng|Thời gian|Địa điểm|Thành phần|Nội dung|Đối tượng)(?!\p{L}))/u;
/** Shorter lines are headings or verses, and no paragraph that was broken. */
const SHORTEST_BROKEN = 40;

/** Where a text comes from. */
export interface Origin {
  /** Its lines are paragraphs, and none is broken to fit a page. */
  hasParagraphs: boolean;
}

/** The gap between two columns: more than one tab, or so many spaces that they are none of a sentence. */
const GAP = /(?<=\S)(?:[ \u00a0]*\t[ \u00a0]*\t[\t \u00a0]*|[ \u00a0]{4,})(?=[\p{L}\p{N}(“"])/gu;
/** Several columns in one line, each behind a tab. */
const COLUMNS = /^[^\t\n]+\t[^\t\n]+\t.*$/gm;
/** Behind these a column needs no comma. */
const STOPPED = /[.,:;!?…)\-–]$/;

/** The text without what only printing needs, and what was done to it. Never touches words. */
export function tidyPasted(
  text: string,
  { hasParagraphs }: Origin = { hasParagraphs: false },
): { text: string; tidied: Tidied[] } {
  const tidied: Tidied[] = [];
  let current = text.replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n');
  const step = (kind: Tidied, change: (from: string) => string) => {
    const next = change(current);
    if (next !== current) tidied.push(kind);
    current = next;
  };
  step('invisible', (from) => from.replace(INVISIBLE, '').replace(CONTROL, ''));
  step('ligatures', (from) => from.replace(LIGATURE, (ligature) => LIGATURES[ligature] ?? ligature));
  step('bullets', (from) => from.replace(BULLET, '- '));
  step('hyphens', (from) => from.replace(CUT_WORD, '$1$2'));
  if (!hasParagraphs) step('line_breaks', joinBroken);
  step('spaces', (from) =>
    from
      .replace(COLUMNS, apart)
      .replace(GAP, (gap, at, whole) => (STOPPED.test(whole.charAt(at - 1)) ? ' ' : `,${gap.charAt(0)}`))
      .replace(/[\u00a0\u2000-\u200a\u202f\u3000\t ]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  );
  return { text: current, tidied };
}

/** A row of a table as a list: its cells may be numbers that would run together. */
function apart(line: string): string {
  const cells = line.split('\t').map((cell) => cell.trim());
  return cells
    .filter(Boolean)
    .reduce((row, cell) => row + (STOPPED.test(row) ? ' ' : ', ') + cell, '')
    .replace(/^, /, '');
}

/** Joins the lines of a paragraph that was broken to fit a page. */
function joinBroken(text: string): string {
  const out: string[] = [];
  for (const line of text.split('\n')) {
    const before = out.at(-1);
    if (before !== undefined && isBroken(before, line.trim()))
      out[out.length - 1] = `${before.trimEnd()} ${line.trim()}`;
    else out.push(line);
  }
  return out.join('\n');
}

function isBroken(before: string, next: string): boolean {
  const line = before.trim();
  if (line.length < SHORTEST_BROKEN || next === '' || MEANT_END.test(line) || MEANT_START.test(next))
    return false;
  // A capital begins a sentence or a name; a line that is long for its page was broken by the page all the same.
  return /^[\p{Ll}\p{N}(“"]/u.test(next) || /[\p{Ll},]$/u.test(line);
}
