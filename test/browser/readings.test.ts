import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { type SignedIn, type Station, startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { START } from '../lab/voices/providers.ts';
import { KEY, type VoiceLab } from '../lab/voices/voice-lab.ts';
import { DEVICES, type Device, openAs, sound, visit } from './walk.ts';

/** Cài đặt → Giọng đọc, with the voices built in and a service that may fail. */
let browser: Browser;
let station: Station;
let admin: SignedIn;
let url: string;
let lab: VoiceLab;

t.before(async () => {
  [station, lab, browser] = await Promise.all([startStation(t), START.fpt(), launchChromium()]);
  admin = await station.signIn('admin');
  ({ loopback: url } = await station.listen());
});
t.teardown(async () => {
  await browser?.close();
  await lab?.close();
});

async function settings(t: Test, device: Device = 'desk'): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await openAs(t, browser, url, admin, DEVICES[device]);
  await visit(page, `${url}/settings/speech`);
  await page.getByRole('heading', { name: 'Các bộ đọc' }).waitFor();
  return { page, complaints };
}

const voiceOf = (page: Page, engine: string) => page.getByRole('region', { name: engine, exact: true });

t.test(
  'one page holds the voices, and the sections of the engines are on it',
  { timeout: 120_000 },
  async (t) => {
    for (const device of ['desk', 'phone'] as const) {
      const { page, complaints } = await settings(t, device);
      for (const engine of ['eSpeak NG', 'Piper', 'FPT.AI', 'Vbee', 'Viettel AI', 'Zalo AI'])
        t.ok(await voiceOf(page, engine).isVisible(), engine);
      const sections = await page.getByRole('navigation', { name: 'Các mục cài đặt' }).innerText();
      t.notMatch(sections, /FPT|Vbee|Piper/);
      await sound(t, page, `voices on a ${device}`);
      await page.locator('summary').first().click();
      await sound(t, page, `an engine being set up on a ${device}`);
      t.same(complaints, []);
    }
  },
);

t.test('voice, alternatives, greeting and closing', { timeout: 90_000 }, async (t) => {
  const { page } = await settings(t);
  await page.getByLabel('Giọng đọc', { exact: true }).selectOption({ label: 'Giọng Nam' });
  const others = page.getByRole('group', { name: 'Giọng thay thế, theo thứ tự' });
  await others.getByRole('button', { name: 'Thêm' }).click();
  const form = page.locator('form').first();
  await form.getByRole('button', { name: 'Lưu' }).click();
  t.ok(
    await others.getByRole('combobox').evaluate((field) => field === document.activeElement),
    'a voice that was not chosen has the focus',
  );
  await others.getByRole('combobox').selectOption({ label: 'Giọng Trung' });
  await page.getByLabel('Lời mở đầu bản tin').fill('Đài truyền thanh xã, kính mời bà con lắng nghe.');
  await page.getByLabel('Lời kết bản tin').fill('Bản tin đến đây là hết.');
  await form.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Đã lưu').first().waitFor();
  t.match(station.app.settings.find('speech')?.get(), {
    voice: 'vi-vn-x-south',
    alternatives: ['vi-vn-x-central'],
    greeting: 'Đài truyền thanh xã, kính mời bà con lắng nghe.',
    closing: 'Bản tin đến đây là hết.',
  });
});

t.test('a voice is tried, with words of one’s own', { timeout: 90_000 }, async (t) => {
  const { page } = await settings(t);
  await page.getByLabel('Câu để thử giọng').fill('Mời bà con thôn Đông họp lúc 7h30.');
  await page.getByRole('button', { name: 'Thử giọng: Giọng Bắc' }).click();
  const audio = voiceOf(page, 'eSpeak NG').locator('audio');
  await audio.waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 1);
  await sound(t, page, 'a voice that was tried');
});

t.test('a service: set up, tried, failing, its quota counted', { timeout: 120_000 }, async (t) => {
  const { page } = await settings(t);
  const fpt = voiceOf(page, 'FPT.AI');
  t.ok(await fpt.getByText('Đang tắt').isVisible());
  await fpt.getByText('Thiết lập FPT.AI').click();
  await fpt.getByRole('switch', { name: 'Dùng giọng của FPT.AI' }).check();
  await fpt.getByLabel('Địa chỉ dịch vụ').fill(lab.url);
  await fpt.getByRole('button', { name: 'Lưu' }).click();
  await fpt.getByText('Chưa đủ thông tin').waitFor();
  await fpt.getByLabel('Khóa API').fill(KEY);
  await fpt.getByRole('button', { name: 'Lưu' }).click();
  await fpt.getByText('Đang dùng được').waitFor();

  const trial = fpt.getByRole('button', { name: /^Thử giọng: Ban Mai/ });
  await trial.click();
  await fpt.locator('audio').waitFor({ timeout: 60_000 });
  await fpt.getByText(/Tháng này đã dùng [1-9]\d*\/100\.000 ký tự/).waitFor();

  lab.fault = 'auth';
  await page.getByLabel('Câu để thử giọng').fill('Xin chào bà con.');
  await trial.click();
  await fpt
    .getByRole('alert')
    .getByText(/khóa API/)
    .waitFor({ timeout: 60_000 });
  await fpt.getByText('Lỗi gần nhất').waitFor();
  await sound(t, page, 'a service that refuses');
  t.notMatch(await page.content(), new RegExp(KEY), 'its key is nowhere');
});
