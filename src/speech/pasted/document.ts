import type { spawn as systemSpawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { AppError } from '../../errors.ts';
import { readZip } from '../engines/piper/zip.ts';
import { isPdf, pdfText } from './pdf.ts';

/** As much as is put right in a few milliseconds; a bulletin is at most half of it. */
export const DOCUMENT_MAX_CHARACTERS = 40_000;
/** Of the XML in a DOCX, most of which is no text. */
const MOST_XML = 16 * 1024 ** 2;
const PARAGRAPH_END = '</w:p>';
const PIECE = /<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>|<w:tab\s*\/>|<w:(?:br|cr)\b[^>]*\/>|<w:noBreakHyphen\s*\/>/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export interface DocumentOptions {
  /** A folder of the caller's own, for what is written on the way. */
  dir: string;
  signal: AbortSignal;
  spawn?: typeof systemSpawn | undefined;
}

/** The text of a TXT, DOCX or PDF file. Throws `document.*` or the abort reason. */
export async function documentText(path: string, options: DocumentOptions): Promise<string> {
  const { size } = await stat(path);
  if (size === 0) throw new AppError('document.unreadable');
  if (await isPdf(path)) return pdfText(path, { ...options, mostCharacters: DOCUMENT_MAX_CHARACTERS });
  const text = (await isZip(path)) ? await docxText(path) : await plainText(path, size);
  if (text.trim() === '') throw new AppError('document.unreadable');
  return text;
}

async function isZip(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer } = await file.read({ buffer: Buffer.alloc(4), position: 0 });
  return buffer.equals(Buffer.from('PK\x03\x04', 'latin1'));
}

/** In UTF-8 or UTF-16, or else in an encoding of before Unicode, whose bytes are told apart later (encoding.ts). */
async function plainText(path: string, size: number): Promise<string> {
  if (size > DOCUMENT_MAX_CHARACTERS * 4) throw tooLong();
  const bytes = await readFile(path);
  const [first, second] = bytes;
  const utf16 =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : '';
  const text = utf16
    ? new TextDecoder(utf16).decode(bytes)
    : (utf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes));
  // A program or a picture.
  if (/\0/.test(text)) throw new AppError('document.unreadable');
  return checked(text);
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The paragraphs of word/document.xml (ECMA-376 17.3), a piece at a time. */
async function docxText(path: string): Promise<string> {
  try {
    for await (const { name, content } of readZip(path)) {
      if (name !== 'word/document.xml') {
        content.destroy();
        continue;
      }
      return await paragraphsOf(content.setEncoding('utf8'));
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('document.unreadable', {}, error);
  }
  throw new AppError('document.unreadable');
}

async function paragraphsOf(xml: AsyncIterable<string>): Promise<string> {
  let text = '';
  let rest = '';
  let read = 0;
  for await (const chunk of xml) {
    read += chunk.length;
    if (read > MOST_XML) throw tooLong();
    const paragraphs = (rest + chunk).split(PARAGRAPH_END);
    rest = paragraphs.pop() ?? '';
    for (const paragraph of paragraphs) text += `${wordsOf(paragraph)}\n`;
    checked(text);
  }
  return text + wordsOf(rest);
}

function wordsOf(paragraph: string): string {
  return Array.from(paragraph.matchAll(PIECE), ([piece, words]) => {
    if (words !== undefined) return words.replace(/&(#x?[\da-f]+|\w+);/gi, entity);
    if (piece.startsWith('<w:tab')) return '\t';
    return piece.startsWith('<w:no') ? '-' : '\n';
  }).join('');
}

function entity(whole: string, name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function checked(text: string): string {
  if (text.length > DOCUMENT_MAX_CHARACTERS) throw tooLong();
  return text;
}

const tooLong = () => new AppError('document.too_long', { most: DOCUMENT_MAX_CHARACTERS });
