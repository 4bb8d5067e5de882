/**
 * Replaces the userinfo of any URL inside a text or a JSON line (`rtsp://user:pass@host` → `rtsp://***@host`). Up to
 * the last @ of the word, since passwords hold `@` and `/` unescaped; hiding too much of a line is the safe side.
 */
export function hideUserinfo(text: string): string {
  // A quote ends the word, unless JSON has escaped it.
  return text.replace(/:\/\/(?:[^\s"\\]|\\.)*@/g, '://***@');
}
