import { invalid } from '../errors.ts';
import { cleanName } from '../names.ts';

const MAX_NAMES = 200;
const MAX_LENGTH = 100;

/** What stands before a name in a pasted list: “1. ”, “2) ”, “- ”, “• ”, or a number and a tab from a table. */
const BULLET = /^\s*(?:\d{1,3}(?:[.)]\s+|\t)|[-–•*+]\s+)/;

/** The names in a pasted list, cleaned, empty lines left out. Throws `input.invalid` naming the item at fault. */
export function readNames(items: readonly string[]): string[] {
  const names = items.flatMap((item, index) =>
    item
      .split(/\r\n|[\n\r\u2028]/)
      .map((line) => cleanName(line.replace(BULLET, '')))
      .filter((name) => name !== '')
      .map((name) => {
        if (name.length > MAX_LENGTH) {
          throw invalid(
            `names.${index}`,
            `tên dài quá ${MAX_LENGTH} ký tự: “${name.slice(0, 30)}…”`,
            `a name of more than ${MAX_LENGTH} characters: “${name.slice(0, 30)}…”`,
          );
        }
        return name;
      }),
  );
  if (names.length === 0)
    throw invalid('names', 'danh sách không có tên nào', 'there is no name in the list');
  if (names.length > MAX_NAMES)
    throw invalid(
      'names',
      `mỗi lần thêm nhiều nhất ${MAX_NAMES} địa bàn`,
      `at most ${MAX_NAMES} zones at a time`,
    );
  return names;
}
