import { takeSecrets } from './url-secrets.ts';

/** A word that begins like an address. A quote ends it, unless JSON has escaped it; lines of a stack are no such word. */
const WORD = /(?<!\bfile):\/\/(?:[^\s"\\]|\\["\\/])+/g;

/** Each word is looked at once, also where it begins like an address many times over. */
const AUTHORITY_AND_REST = /:\/\/(?:[^\s"\\]|\\.)*/g;

function withoutUserinfo(word: string): string {
  const at = word.lastIndexOf('@');
  return at < 0 ? word : `://***${word.slice(at)}`;
}

/**
 * Replaces the userinfo of any URL inside a text or a JSON line (`rtsp://user:pass@host` → `rtsp://***@host`). Up to
 * the last @ of the word, since passwords hold `@` and `/` unescaped; hiding too much of a line is the safe side.
 * Passwords in the middle of an address are replaced too.
 */
export function hideUserinfo(text: string): string {
  return text.replace(AUTHORITY_AND_REST, withoutUserinfo).replace(WORD, (word) => takeSecrets(word).shown);
}
