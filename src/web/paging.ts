import { type Static, type TSchema, Type } from 'typebox';
import { type AppError, invalid } from '../errors.ts';

/** The query of every list: `?limit=50&after=<cursor>`. Spread its `properties` to add filters. */
export const PageQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  // Room for a cursor with a title of 200 letters, each of them four bytes and more when escaped.
  after: Type.Optional(Type.String({ maxLength: 2000, description: '`next` of the page before' })),
});
export type PageQuery = Static<typeof PageQuery>;

/** The answer of every list. */
export const Page = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    /** For `after` of the next page; null at the end. */
    next: Type.Union([Type.String(), Type.Null()]),
    total: Type.Optional(Type.Integer()),
  });

export interface PageOf<T> {
  items: T[];
  next: string | null;
  total?: number;
}

type CursorPart = string | number;

/**
 * Cuts a page from rows that were read with a limit of `limit + 1`.
 * @param cursorOf the sort key of a row, in the order of the ORDER BY
 */
export function pageOf<T>(rows: T[], limit: number, cursorOf: (row: T) => CursorPart[]): PageOf<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, next: more ? writeCursor(cursorOf(last)) : null };
}

function writeCursor(key: CursorPart[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The sort key inside `after`, or undefined for the first page.
 * @param shape what each part must be; throws `input.invalid` for anything else
 */
export function readCursor(
  after: string | undefined,
  shape: readonly ('string' | 'number')[],
): CursorPart[] | undefined {
  if (after === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'));
    if (
      Array.isArray(key) &&
      key.length === shape.length &&
      key.every((part, i) => typeof part === shape[i])
    ) {
      return key;
    }
  } catch {
    // Not one of ours: said below.
  }
  throw staleCursor();
}

/** `after` leads nowhere (any more). */
export function staleCursor(): AppError {
  return invalid(
    'after',
    'trang này không còn, hãy xem lại từ trang đầu',
    'this page is gone; begin again from the first one',
  );
}
