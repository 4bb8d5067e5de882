import t from 'tap';
import { stand } from './stand.ts';

t.setTimeout(120_000);

const TEXT = 'Thôn đã đạt 4/9 tiêu chí, liên hệ anh Tú.';
const decisions = { Tú: { say: 'Tú con bác Năm' } };

t.test('what the editor decided goes with the version to the voice', async (t) => {
  const s = await stand(t);
  const read = (await s.editor.post('/api/panel/spoken', { text: TEXT })).body;
  t.ok(read.lines.length > 0);
  const made = await s.editor.post('/api/bulletins', { title: 'Tiêu chí', text: TEXT, pitch: 2, decisions });
  t.match(made, { status: 201, body: { pitch: 2, decisions } });
  t.match(made.body.spoken, /anh Tú con bác Năm/);
  const { id } = made.body;
  const heard = await s.editor.post(`/api/bulletins/${id}/preview`);
  t.match(heard.body.spoken, /Tú con bác Năm/);

  const plain = { title: 'Tiêu chí', text: TEXT, version: 1 };
  const edited = (await s.editor.put(`/api/bulletins/${id}`, plain)).body;
  t.match(edited, { version: 2, pitch: 0 });
  t.same(edited.decisions, {}, 'an edit says all of it');
  t.notMatch(edited.spoken, /bác Năm/);
  const logged = (await s.admin.get('/api/audit')).body.items as { action: string; details: object }[];
  t.match(logged.find(({ action }) => action === 'bulletin.create')?.details, { pitch: 2, decisions });
});

t.test('a preview knows them too, and may go without greeting and closing', async (t) => {
  const s = await stand(t);
  s.app.settings.find('speech')?.set({ greeting: 'Kính chào bà con.', closing: 'Xin cảm ơn.' });
  const hear = async (more: object) =>
    (await s.editor.post('/api/speech/preview', { text: 'Mời anh Tú đi họp.', chime: '', ...more })).body;
  const whole = await hear({ decisions });
  t.match(whole.spoken, /^Kính chào bà con\.\nMời anh Tú con bác Năm đi họp\.\nXin cảm ơn\.$/);
  const bare = await hear({ decisions, framed: false });
  t.equal(bare.spoken, 'Mời anh Tú con bác Năm đi họp.');
  const high = await hear({ decisions, framed: false, pitch: 4 });
  t.not(high.audioUrl, bare.audioUrl);
});

t.test('wrong ones are refused and change nothing', async (t) => {
  const s = await stand(t);
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`a${i}`, { say: 'a' }]));
  for (const wrong of [
    { pitch: 5 },
    { pitch: 0.5 },
    { decisions: many },
    { decisions: { ['x'.repeat(201)]: { say: 'a' } } },
    { decisions: { x: { say: 'a'.repeat(301) } } },
    { decisions: { x: { say: 'a', choice: 'b' } } },
    { decisions: { x: {} } },
    { decisions: { 'x\ny': 'a' } },
    { decisions: [] },
  ]) {
    const answer = await s.editor.post('/api/bulletins', { title: 'a', text: TEXT, ...wrong });
    t.match(
      answer,
      { status: 400, body: { error: { field: /^(pitch|decisions)/ } } },
      JSON.stringify(wrong).slice(0, 60),
    );
  }
  t.same((await s.editor.get('/api/bulletins')).body.items, []);
});

t.test('templates, to the audio that is kept ready', async (t) => {
  const s = await stand(t);
  const words = { title: 'Bão', text: 'Mời anh Tú vào nhà.', chime: '', repeats: 1 };
  const made = (await s.editor.post('/api/emergency-templates', { ...words, pitch: -2, decisions })).body;
  t.match(made, { pitch: -2, decisions });
  const released = await s.approver.post(`/api/emergency-templates/${made.id}/release`, { version: 1 });
  t.match(released.body.released, { pitch: -2, decisions });
  t.match((await s.editor.get('/api/emergency-templates')).body.items, [{ pitch: -2, decisions }]);
  s.addSpeaker('Loa 1');
  const played = await s.approver.post('/api/emergency', {
    templateId: made.id,
    zoneIds: [s.zone],
    pin: '246810',
  });
  t.equal(played.status, 201);
  const over = await s.reaches(played.body.id, 'played');
  t.ok(over.durationMs);
});
