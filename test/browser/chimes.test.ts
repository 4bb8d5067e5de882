import t from 'tap';
import { Stand } from './stand.ts';
import { tone } from './tone.ts';
import { sound, visit } from './walk.ts';

/** The commune's own chimes, from the first one brought to the last one removed. */
const stand = new Stand();

t.test('a chime is brought, chosen, named and removed', { timeout: 180_000 }, async (t) => {
  const { page, complaints } = await stand.open(t, '/settings/speech');
  const card = page.getByRole('region', { name: 'Nhạc hiệu riêng của xã' });
  await card.getByText('Xã chưa có nhạc hiệu riêng').waitFor();
  await sound(t, page, 'no chimes yet');
  const send = (name: string, buffer: Buffer) =>
    card.locator('input[type=file]').setInputFiles({ name, mimeType: 'audio/wav', buffer });

  await send('Nhạc hiệu.wav', tone(600));
  const row = card.getByRole('listitem').filter({ hasText: 'Nhạc hiệu' });
  await row.getByText('0:0', { exact: false }).waitFor({ timeout: 60_000 });
  const heard = await row.locator('audio').evaluate(
    (audio: HTMLAudioElement) =>
      new Promise<number>((resolve) => {
        audio.onloadedmetadata = () => resolve(audio.duration);
        audio.load();
        audio.preload = 'metadata';
      }),
  );
  t.ok(heard > 2 && heard < 5, `it can be listened to, ${heard} s`);

  await row.getByRole('button', { name: 'Thao tác với nhạc hiệu Nhạc hiệu' }).click();
  await page.getByRole('menuitem', { name: 'Đổi tên' }).click();
  await page.getByRole('textbox', { name: 'Tên nhạc hiệu' }).fill('Quê hương');
  await page.getByRole('dialog').getByRole('button', { name: 'Lưu' }).click();
  await card.getByText('Quê hương').waitFor();

  await page.getByLabel('Nhạc hiệu bản tin').selectOption({ label: 'Quê hương' });
  await page.getByRole('button', { name: 'Lưu', exact: true }).first().click();
  await card.getByText('Nhạc hiệu chung').waitFor();
  await sound(t, page, 'a chime of the commune');

  const remove = async () => {
    await card.getByRole('button', { name: 'Thao tác với nhạc hiệu Quê hương' }).click();
    await page.getByRole('menuitem', { name: 'Bỏ nhạc hiệu' }).click();
    const dialog = page.getByRole('dialog', { name: 'Bỏ nhạc hiệu “Quê hương”?' });
    await dialog.getByRole('button', { name: 'Bỏ nhạc hiệu' }).click();
    return dialog;
  };
  t.same(complaints, []);
  const dialog = await remove();
  await dialog.getByText(/còn 1 cài đặt giọng đọc dùng nó/).waitFor();
  await dialog.getByRole('button', { name: 'Hủy' }).click();

  await visit(page, `${stand.url}/bulletins/new`);
  await page.getByLabel('Nhạc hiệu', { exact: true }).selectOption({ label: 'Quê hương' });
  await visit(page, `${stand.url}/schedules/new`);
  await page.getByLabel('Nhạc hiệu', { exact: true }).selectOption({ label: 'Quê hương' });

  stand.station.app.settings.find('speech')?.set({ chime: 'chuong-mot-not' });
  await visit(page, `${stand.url}/settings/speech`);
  await remove();
  await card.getByText('Xã chưa có nhạc hiệu riêng').waitFor();
});

t.test('what is no chime is refused in words', { timeout: 120_000 }, async (t) => {
  const { page } = await stand.open(t, '/settings/speech', 'phone');
  const card = page.getByRole('region', { name: 'Nhạc hiệu riêng của xã' });
  await sound(t, page, 'chimes on a phone');
  const refused = async (buffer: Buffer, words: RegExp) => {
    await card.locator('input[type=file]').setInputFiles({ name: 'a.wav', mimeType: 'audio/wav', buffer });
    await card.getByRole('alert').getByText(words).waitFor({ timeout: 60_000 });
  };
  await refused(tone(600, 22), /dài quá 20 giây/);
  await refused(Buffer.from('not a sound'), /âm thanh/);
  t.same((await stand.admin.get('/api/chimes')).body.items, []);
});
