import type { spawn as systemSpawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { ProgramError, runProgram } from '../../protocols/run-program.ts';

const MAGIC = '%PDF-';
/** The magic may stand behind other bytes (ISO 32000-1, annex H.3.4.1). */
const MAGIC_WITHIN = 1_024;
/** A bulletin is two pages; the pages of a whole plan take long and are refused for their length anyway. */
const LAST_PAGE = 60;
const TIMEOUT_MS = 15_000;
const CPU_SECONDS = 10;
/** Of the program's whole address space; a page of text needs a tenth of it. */
const MEMORY_BYTES = 512 * 1024 ** 2;
/** What pdftotext ends with (its manual). */
const NOT_ALLOWED = 'ended with 3';
/** The memory or the processor time is used up, or the text has grown past its size. */
const STOPPED = /ended with (?:SIG(?:XFSZ|XCPU|KILL|SEGV|ABRT)|134|137|139|152|153)|out of memory|bad_alloc/i;
/** Said by prlimit itself. */
const NO_PROGRAM = /pdftotext: (?:No such file|Permission denied)|failed to execute/i;

export interface PdfOptions {
  /** A folder of the caller's own for the text. */
  dir: string;
  /** The text may have so many characters; it is stopped when it grows far past that. */
  mostCharacters: number;
  signal: AbortSignal;
  spawn?: typeof systemSpawn | undefined;
}

export async function isPdf(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(MAGIC_WITHIN), position: 0 });
  return buffer.subarray(0, bytesRead).includes(MAGIC);
}

/**
 * The text of a PDF in its reading order, by Debian's `pdftotext` in a process of its own with bounded time, memory
 * and output. Throws `document.protected`, `document.no_text`, `document.broken`, `document.too_heavy`,
 * `document.too_long`, `document.pdf_missing` or the abort reason.
 */
export async function pdfText(path: string, options: PdfOptions): Promise<string> {
  const { dir, mostCharacters, signal, spawn } = options;
  const out = join(dir, 'text');
  // UTF-8 takes four bytes for a character at most; one more tells too long from just right.
  const mostBytes = mostCharacters * 4 + 1;
  const limits = [`--as=${MEMORY_BYTES}`, `--cpu=${CPU_SECONDS}`, `--fsize=${mostBytes}`, '--core=0'];
  const reading = ['pdftotext', '-enc', 'UTF-8', '-l', String(LAST_PAGE), path, out];
  try {
    await runProgram('prlimit', [...limits, ...reading], { timeoutMs: TIMEOUT_MS, signal, spawn });
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const grown = await stat(out).then(
      ({ size }) => size >= mostBytes - 1,
      () => false,
    );
    throw grown ? tooLong(mostCharacters) : refusalOf(error);
  }
  const text = withoutPageNumbers(await readFile(out, 'utf8'));
  if (text.length > mostCharacters) throw tooLong(mostCharacters);
  if (!/[\p{L}\p{N}]/u.test(text)) throw new AppError('document.no_text');
  return text;
}

/** The first or the last line of a page that only counts it: 2, - 2 -, Trang 2/3. */
const PAGE_NUMBER = /^[\s–-]*(?:trang |page )?(\d{1,3})(?:\s?\/\s?\d{1,3})?[\s–-]*$/i;

function withoutPageNumbers(text: string): string {
  const pages = text.split('\f').map((page, index) => {
    const lines = page.trim().split('\n');
    const counts = (line = '') => PAGE_NUMBER.exec(line)?.[1] === String(index + 1);
    if (counts(lines[0])) lines.shift();
    else if (counts(lines.at(-1))) lines.pop();
    return lines.join('\n').trim();
  });
  return pages.join('\n').trim();
}

const tooLong = (most: number) => new AppError('document.too_long', { most });

function refusalOf(error: ProgramError): AppError {
  const { kind, message, stderr } = error;
  if (kind === 'missing' || NO_PROGRAM.test(stderr)) return new AppError('document.pdf_missing', {}, error);
  if (message.endsWith(NOT_ALLOWED) || /incorrect password|encrypt/i.test(stderr))
    return new AppError('document.protected', {}, error);
  if (kind === 'timeout' || STOPPED.test(message) || STOPPED.test(stderr))
    return new AppError('document.too_heavy', {}, error);
  return new AppError('document.broken', {}, error);
}
