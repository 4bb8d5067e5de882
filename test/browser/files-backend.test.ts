import t from 'tap';
import { Stand } from './stand.ts';
import { tone } from './tone.ts';
import { sound } from './walk.ts';

/** What comes into a bulletin from files: recordings, and the text of a document. */
const stand = new Stand();

t.test('recordings in other languages: sent, ordered, removed', { timeout: 180_000 }, async (t) => {
  const { page, complaints } = await stand.write(t, 'Mời bà con đi họp.');
  const send = async (name: string, language: string, buffer: Buffer) => {
    await page.getByLabel('Tiếng', { exact: true }).selectOption({ label: language });
    await page
      .locator('input[type=file][accept="audio/*"]')
      .setInputFiles({ name, mimeType: 'audio/wav', buffer });
  };
  await send('tieng-tay.wav', 'Tày', tone(440));
  await page.getByText(/^tieng-tay\.wav · 0:0[234]$/).waitFor({ timeout: 60_000 });
  await send('tieng-mong.wav', 'Mông', tone(660));
  await page.getByText(/^tieng-mong\.wav/).waitFor({ timeout: 60_000 });
  await sound(t, page, 'two recordings');
  await page.getByRole('button', { name: 'Phát trước: Mông' }).click();
  const { recordings } = await stand.stored(page);
  t.match(recordings, [{ language: 'hmong' }, { language: 'tay' }]);
  t.match(await stand.admin.get(`/api/recordings/${recordings[0].recordingId}`), {
    status: 200,
    headers: { 'content-type': 'audio/mpeg' },
  });
  await page.getByRole('button', { name: 'Bỏ bản ghi âm: Tày' }).click();
  t.match((await stand.stored(page)).recordings, [{ language: 'hmong' }]);
  t.same(complaints, []);

  await send('im-lang.wav', 'Thái', tone(0));
  await page.getByRole('alert').waitFor({ timeout: 60_000 });
  t.equal(await page.getByText('im-lang.wav').count(), 0, 'silence is refused');
});

t.test('the text of a file is brought in, and can be taken back', { timeout: 90_000 }, async (t) => {
  const { page } = await stand.write(t, 'Kính gửi bà con.');
  const buffer = Buffer.from('Mời bà con đi họp lúc 7h30.');
  await page
    .locator('input[type=file][accept^=".txt"]')
    .setInputFiles({ name: 'giấy mời.txt', mimeType: 'text/plain', buffer });
  await page.getByText('Đã lấy nội dung từ tệp giấy mời.txt', { exact: false }).waitFor();
  const text = page.getByLabel('Nội dung', { exact: true });
  t.equal(await text.inputValue(), 'Kính gửi bà con.\n\nMời bà con đi họp lúc 7h30.');
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  t.equal(await text.inputValue(), 'Kính gửi bà con.');
});
