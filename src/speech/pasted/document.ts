import type { spawn as systemSpawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { AppError } from '../../errors.ts';
import { docxText } from './docx.ts';
import { isPdf, pdfText } from './pdf.ts';

/** As much as is put right in a few milliseconds; a bulletin is at most half of it. */
export const DOCUMENT_MAX_CHARACTERS = 40_000;
export interface DocumentOptions {
  /** A folder of the caller's own, for what is written on the way. */
  dir: string;
  signal: AbortSignal;
  spawn?: typeof systemSpawn | undefined;
}

/** What a file says. */
export interface DocumentText {
  text: string;
  /** Its lines are paragraphs; the lines of a page may be broken within a sentence. */
  hasParagraphs: boolean;
}

/** The text of a TXT, DOCX or PDF file. Throws `document.*` or the abort reason. */
export async function documentText(path: string, options: DocumentOptions): Promise<DocumentText> {
  const { size } = await stat(path);
  if (size === 0) throw new AppError('document.unreadable');
  if (await isPdf(path)) {
    const text = await pdfText(path, { ...options, mostCharacters: DOCUMENT_MAX_CHARACTERS });
    return { text, hasParagraphs: false };
  }
  const hasParagraphs = await isZip(path);
  const text = hasParagraphs ? await docxText(path, DOCUMENT_MAX_CHARACTERS) : await plainText(path, size);
  if (text.trim() === '') throw new AppError('document.unreadable');
  return { text: checked(text), hasParagraphs };
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

function checked(text: string): string {
  if (text.length > DOCUMENT_MAX_CHARACTERS) throw tooLong();
  return text;
}

const tooLong = () => new AppError('document.too_long', { most: DOCUMENT_MAX_CHARACTERS });
