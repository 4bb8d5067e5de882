/** Some cameras have it in the middle of their addresses: `rtsp://host/user=admin_password=tlJwpbo6_channel=1`. */
const PASSWORD_INSIDE = /(:\/\/[^\s"\\]*?[/?&_;](?:password|passwd|pwd|pass)=)[^&_/?;#\s"\\]+/gi;

/**
 * Replaces the userinfo of any URL inside a text or a JSON line (`rtsp://user:pass@host` → `rtsp://***@host`). Up to
 * the last @ of the word, since passwords hold `@` and `/` unescaped; hiding too much of a line is the safe side. A password
 * inside the address is replaced too.
 */
export function hideUserinfo(text: string): string {
  // A quote ends the word, unless JSON has escaped it.
  return text.replace(/:\/\/(?:[^\s"\\]|\\.)*@/g, '://***@').replace(PASSWORD_INSIDE, '$1***');
}
