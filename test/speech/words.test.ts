import fc from 'fast-check';
import t from 'tap';
import { createNormaliser, loadTables } from '../../src/speech/normalise/index.ts';
import { refuseWords, type WordsSettings, wordsOf } from '../../src/speech/words.ts';
import { startStation } from '../harness.ts';

t.setTimeout(60_000);

const NONE: WordsSettings = { abbreviations: [], respellings: [] };

t.test('the words of the commune are in force at once, for every reading', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const editor = await station.signIn('editor');
  const said = async (text: string) =>
    (await editor.post('/api/panel/spoken', { text })).body.lines[0].spoken as string;
  const put = (body: object) => admin.put('/api/settings/speech.words', body);
  const text = 'Họp ở NVHTT, gặp CBTT và mua Tuborg, TH, B12.';
  t.match(await said(text), /e nờ vê hát/);

  const saved = await put({
    abbreviations: [
      { written: 'NVHTT', spoken: 'nhà văn hóa thôn Tám' },
      { written: 'CBTT', spoken: 'cán bộ tổ 3' },
      { written: 'TH', spoken: 'Thanh Hóa' },
      { written: 'B12', spoken: 'bê mười hai' },
    ],
    respellings: [{ written: 'Tuborg', spoken: 'Tu bo' }],
  });
  t.match(saved, {
    status: 200,
    body: { title: { vi: 'Cách đọc riêng của xã', en: 'Words of the commune' } },
  });
  t.equal(
    await said(text),
    'Họp ở nhà văn hóa thôn Tám, gặp cán bộ tổ ba và mua Tu bo, Thanh Hóa, bê mười hai.',
  );
  const heard = await editor.post('/api/speech/preview', { text: 'Gặp CBTT.', chime: '' });
  t.equal(heard.body.spoken, 'Gặp cán bộ tổ ba.');
  const logged = (await admin.get('/api/audit')).body.items as { target: string }[];
  t.ok(logged.some(({ target }) => target === 'settings:speech.words'));

  station.app.speech.shareWords({
    abbreviations: [
      ['CBTT', 'chữ của tỉnh'],
      ['XYZT', 'chữ của tỉnh'],
    ],
    respellings: [],
  });
  t.equal(await said('CBTT và XYZT'), 'cán bộ tổ ba và chữ của tỉnh', 'the commune has the last word');
  await put({ abbreviations: [] });
  t.equal(await said('CBTT'), 'chữ của tỉnh');
  t.equal((await editor.put('/api/settings/speech.words', NONE)).status, 403);
});

t.test('a wrong row is refused by its field and changes nothing', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const good = { written: 'NVHTT', spoken: 'nhà văn hóa' };
  for (const [table, rows, field] of [
    ['abbreviations', [good, { written: '12', spoken: 'a' }], 'abbreviations.1.written'],
    ['abbreviations', [good, { written: '  ', spoken: 'a' }], 'abbreviations.1.written'],
    ['abbreviations', [{ written: 'A\u202eB', spoken: 'a' }], 'abbreviations.0.written'],
    ['abbreviations', [good, good], 'abbreviations.1.written'],
    ['abbreviations', [{ written: 'ABCX', spoken: '...' }], 'abbreviations.0.spoken'],
    ['abbreviations', [{ written: 'ABCX', spoken: '' }], 'abbreviations.0.spoken'],
    ['abbreviations', [{ written: 'ABCX' }], 'abbreviations.0.spoken'],
    ['abbreviations', [{ ...good, more: 1 }], 'abbreviations.0.more'],
    [
      'respellings',
      [
        { written: 'zalo', spoken: 'a' },
        { written: 'Zalo', spoken: 'b' },
      ],
      'respellings.1.written',
    ],
    ['respellings', [{ written: 'UBND', spoken: 'a' }], 'respellings.0.written'],
    [
      'respellings',
      Array.from({ length: 501 }, (_, i) => ({ written: `zz${i}a`, spoken: 'a' })),
      'respellings',
    ],
  ] as const) {
    const answer = await admin.put('/api/settings/speech.words', { [table]: rows });
    t.match(
      answer,
      { status: 400, body: { error: { code: 'input.invalid', field } } },
      JSON.stringify(rows).slice(0, 80),
    );
  }
  t.same(station.app.settings.find('speech.words')?.get(), NONE);
});

t.test('whatever the commune writes: no digit and no sign reaches a voice', async () => {
  const tables = loadTables();
  const read = createNormaliser({ tables });
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(fc.record({ written: word, spoken: word }), { maxLength: 5 }), (rows) => {
      const settings = { abbreviations: rows, respellings: rows };
      if (refuseWords(settings, NONE, { tables, read })) return true;
      const normalise = createNormaliser({ tables, ...wordsOf(settings, read) });
      const { spoken } = normalise(rows.map(({ written }) => `có ${written} đó`).join(', '));
      return /^[\p{L}\p{M} ,:;.!?\n]*$/u.test(spoken);
    }),
    { numRuns: 300 },
  );
});

t.test('a whole table is checked in no time', async (t) => {
  const tables = loadTables();
  const read = createNormaliser({ tables });
  const letters = 'BCDGHKLMNPQRSTVX';
  const name = (i: number) => `Q${letters[i % 16]}${letters[(i >> 4) % 16]}${letters[(i >> 8) % 16]}Z`;
  const abbreviations = Array.from({ length: 500 }, (_, i) => ({ written: name(i), spoken: 'nhà văn hóa' }));
  const settings = { abbreviations, respellings: [] };
  const times = Array.from({ length: 5 }, () => {
    const from = performance.now();
    t.equal(refuseWords(settings, NONE, { tables, read }), undefined);
    return performance.now() - from;
  });
  t.comment(times.map((ms) => ms.toFixed(1)).join(' '));
  t.ok(Math.min(...times) < 30);
});
