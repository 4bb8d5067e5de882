import fc from 'fast-check';
import t from 'tap';
import { pageOf, readCursor } from '../../src/web/paging.ts';

t.test('following the cursors visits every row once, in order', async () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 7 }), (names, limit) => {
      const rows = names.map((name, at) => ({ at, name }));
      const seen: typeof rows = [];
      let after: string | undefined;
      do {
        const [from = -1] = readCursor(after, ['number', 'string']) ?? [];
        const rest = rows.filter(({ at }) => at > Number(from));
        const page = pageOf(rest.slice(0, limit + 1), limit, ({ at, name }) => [at, name]);
        seen.push(...page.items);
        after = page.next ?? undefined;
      } while (after !== undefined);
      return seen.length === rows.length && seen.every((row, i) => row === rows[i]);
    }),
  );
});

t.test('a cursor that is none of ours is bad input', async (t) => {
  const bad = [
    '',
    'x',
    '!!',
    Buffer.from('{"a":1}').toString('base64url'),
    Buffer.from('["1",2]').toString('base64url'),
    Buffer.from('[1]').toString('base64url'),
  ];
  for (const after of bad) {
    t.throws(
      () => readCursor(after, ['number', 'string']),
      { code: 'input.invalid', details: { field: 'after' } },
      after,
    );
  }
});
