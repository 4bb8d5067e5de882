import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { launchChromium } from '../lab/chromium.ts';
import { freePorts } from '../lab/station/free-ports.ts';
import { StationProcess } from '../lab/station/station-process.ts';
import { accessible, SCREEN } from './looks.ts';
import { addApprover, firstRun, firstSignIn, press } from './steps.ts';

const data = mkdtempSync(join(tmpdir(), 'tramso-templates-'));
let browser: Browser;
let station: StationProcess;

t.before(async () => {
  station = new StationProcess({ data, port: await freePorts() });
  [browser] = await Promise.all([launchChromium(), station.start()]);
});

t.teardown(async () => {
  await browser?.close();
  await station?.stop();
  rmSync(data, { recursive: true, force: true });
});

t.test(
  'an emergency template: written, released, edited, released again',
  { timeout: 240_000 },
  async (t) => {
    const page = await newPage();
    await firstRun(page, station.url, station.firstRunCode);
    const editor = await addApprover(page, 'Trần Văn Biên', 'bien.tran', /Biên tập/);
    await page.goto(`${station.url}/bulletins/emergency`);
    await page.getByRole('button', { name: 'Thêm mẫu' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Tên mẫu').fill('Nước lũ');
    await dialog.getByLabel('Nội dung đọc').fill('Nước lũ đang lên, bà con sơ tán ngay.');
    t.equal(await dialog.getByLabel('Đọc bao nhiêu lần').inputValue(), '2', 'as the emergency form reads');
    await dialog.getByLabel('Đọc bao nhiêu lần').selectOption('3');
    await dialog.getByLabel('Nhạc hiệu').selectOption('');
    await accessible(t, page, 'the dialog of a template');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Chưa duyệt').waitFor();
    t.ok(await page.getByText('3 lần').isVisible());
    await press(page, 'Duyệt mẫu');
    await page.getByText('Đã có sẵn tiếng, phát được ngay').waitFor({ timeout: 60_000 });

    const theirs = await newPage();
    await firstSignIn(theirs, station.url, editor.username, editor.password);
    await theirs.goto(`${station.url}/bulletins/emergency`);
    await press(theirs, 'Sửa');
    const edit = theirs.getByRole('dialog');
    t.equal(await edit.getByLabel('Đọc bao nhiêu lần').inputValue(), '3');
    await edit.getByLabel('Nội dung đọc').fill('Nước lũ đã rút.');
    await edit.getByRole('button', { name: 'Lưu' }).click();
    await theirs.getByText('Chưa duyệt').waitFor();
    for (const verb of ['Xóa', 'Duyệt mẫu']) {
      t.equal(
        await theirs.getByRole('button', { name: verb }).count(),
        0,
        `${verb} is not the editor’s to press`,
      );
    }
    await theirs.getByText('Bản đã duyệt trước đó vẫn đang dùng').click();
    await theirs.getByText('bà con sơ tán ngay').waitFor();
    await accessible(t, theirs, 'a template with a newer draft');

    await page.getByText('Nước lũ đã rút.').waitFor();
    await press(page, 'Duyệt mẫu');
    await page.getByText('Đã duyệt', { exact: true }).waitFor();
    t.equal(await page.getByText('Bản đã duyệt trước đó vẫn đang dùng').count(), 0);
  },
);

async function newPage(): Promise<Page> {
  const opened = await browser.newContext({ viewport: SCREEN, locale: 'vi-VN' });
  opened.setDefaultTimeout(30_000);
  return opened.newPage();
}
