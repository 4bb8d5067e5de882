/** Whether it is a list of phonemes with their numbers, a line each: the library looks for the end of others forever. */
export function isTokenList(text: string): boolean {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.length > 0 && lines.every((line) => /^.{1,20} \d{1,6}$/u.test(line));
}
