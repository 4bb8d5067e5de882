import t from 'tap';
import { startStation } from '../harness.ts';

t.setTimeout(60_000);

t.test('what would be said: readings to choose from, warnings, how long', async (t) => {
  const station = await startStation(t);
  const editor = await station.signIn('editor');
  const ask = async (body: object) => (await editor.post('/api/panel/spoken', body)).body;

  const text = 'Ngày 24/11 UBND xã báo:\n\nThôn Đông 4/9, công ty QWRT.';
  const first = await ask({ text });
  t.match(first, { ask: 1, durationMs: Number });
  t.equal(first.lines.length, 3);
  t.match(first.lines[1], { spoken: '', durationMs: 0, tokens: [], warnings: [] });
  const [token, capitals] = first.lines[2].tokens;
  t.match(token, { text: '4/9', start: 10, why: 'likeliest', choices: [{ id: String, spoken: String }, {}] });
  t.notOk(token.chosen);
  t.match(capitals, { text: 'QWRT', class: 'spelled', why: 'letters' });
  t.same(first.lines[2].warnings, [{ code: 'unknown_capitals', text: 'QWRT' }]);

  const other = token.choices[1];
  const decisions = { '4/9': { choice: other.id }, QWRT: { say: 'quê rê' }, xã: { say: 'xã nhà' } };
  const second = await ask({ text, decisions });
  t.match(second, { ask: 0 });
  t.match(second.lines[2], {
    warnings: [],
    tokens: [{ chosen: true, spoken: other.spoken }, { chosen: true }],
  });
  t.ok(
    second.lines[0].tokens.find((one: { text: string }) => one.text === 'xã')?.chosen,
    'an ordinary word too',
  );

  const fast = await ask({ text, speed: 2 });
  t.ok(fast.durationMs < first.durationMs * 0.55);
  station.app.settings.find('speech')?.set({ speed: 2 });
  t.equal((await ask({ text, speed: 1 })).durationMs, fast.durationMs, '1 is the speed of the commune');

  t.match(await editor.post('/api/panel/spoken', { text, speed: 3 }), { status: 400 });
  t.match(await editor.post('/api/panel/spoken', { text, decisions: { a: {} } }), { status: 400 });
  t.equal((await (await station.signIn('police')).post('/api/panel/spoken', { text })).status, 403);
  t.equal((await station.nobody.post('/api/panel/spoken', { text })).status, 401);
});

t.test('what was pasted is put right', async (t) => {
  const station = await startStation(t);
  const editor = await station.signIn('editor');
  const paste = async (text: string) => (await editor.post('/api/panel/pasted', { text })).body;
  t.same(await paste('Mời bà con đi họp.'), { text: 'Mời bà con đi họp.', encoding: null, tidied: [] });
  t.match(await paste('Céng hßa x· héi chñ nghÜa ViÖt Nam'), {
    text: 'Cộng hòa xã hội chủ nghĩa Việt Nam',
    encoding: 'tcvn3',
  });
  const tidied = await paste('Thông\u00ad báo\nhọp thôn');
  t.notMatch(tidied.text, /\u00ad/);
  t.ok(tidied.tidied.length > 0);
  t.match(await editor.post('/api/panel/pasted', { text: 'a'.repeat(40_001) }), { status: 400 });
  t.equal((await (await station.signIn('viewer')).post('/api/panel/pasted', { text: 'a' })).status, 403);
});
