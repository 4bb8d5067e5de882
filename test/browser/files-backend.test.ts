import type { Browser, BrowserContext, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { type SignedIn, type Station, startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { tone } from './tone.ts';
import { DEVICES, type Device, openAs, sound, visit } from './walk.ts';

/** What comes into a bulletin from files: recordings, and the text of a document. */
let browser: Browser;
let station: Station;
let admin: SignedIn;
let url: string;

t.before(async () => {
  [station, browser] = await Promise.all([startStation(t), launchChromium()]);
  admin = await station.signIn('admin');
  ({ loopback: url } = await station.listen());
});
t.teardown(() => browser?.close());

interface Opened {
  page: Page;
  context: BrowserContext;
  complaints: string[];
}

/** The editor with this text in it, and what will be said beside it. */
async function write(t: Test, text: string, device: Device = 'desk'): Promise<Opened> {
  const opened = await openAs(t, browser, url, admin, DEVICES[device]);
  const { page } = opened;
  await visit(page, `${url}/bulletins/new`);
  // A draft of an earlier test stays on offer in a browser of its own only.
  await page.getByLabel('Tên bản tin').fill('Thông báo');
  await page.getByLabel('Nội dung', { exact: true }).fill(text);
  await page.locator('.spoken-line').first().waitFor();
  return opened;
}

/** Saves the draft and returns it as the station has it. */
async function stored(page: Page) {
  await page.getByRole('button', { name: 'Lưu bản nháp' }).click();
  await page.waitForURL(/\/bulletins\/(?!new)/);
  await page.getByRole('button', { name: 'Lưu bản nháp' }).waitFor({ state: 'detached' });
  return (await admin.get(`/api${new URL(page.url()).pathname}`)).body;
}

t.test('recordings in other languages: sent, ordered, removed', { timeout: 180_000 }, async (t) => {
  const { page, complaints } = await write(t, 'Mời bà con đi họp.');
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
  const { recordings } = await stored(page);
  t.match(recordings, [{ language: 'hmong' }, { language: 'tay' }]);
  t.match(await admin.get(`/api/recordings/${recordings[0].recordingId}`), {
    status: 200,
    headers: { 'content-type': 'audio/mpeg' },
  });
  await page.getByRole('button', { name: 'Bỏ bản ghi âm: Tày' }).click();
  t.match((await stored(page)).recordings, [{ language: 'hmong' }]);
  t.same(complaints, []);

  await send('im-lang.wav', 'Thái', tone(0));
  await page.getByRole('alert').waitFor({ timeout: 60_000 });
  t.equal(await page.getByText('im-lang.wav').count(), 0, 'silence is refused');
});

t.test('the text of a file is brought in, and can be taken back', { timeout: 90_000 }, async (t) => {
  const { page } = await write(t, 'Kính gửi bà con.');
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
