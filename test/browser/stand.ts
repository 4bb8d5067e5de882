import type { Browser, BrowserContext, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { type SignedIn, type Station, startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { DEVICES, type Device, openAs, visit } from './walk.ts';

export interface Opened {
  page: Page;
  context: BrowserContext;
  complaints: string[];
}

/** One station and one browser for all tests of a file; there once the first test begins. */
export class Stand {
  browser!: Browser;
  station!: Station;
  admin!: SignedIn;
  /** Of the panel over loopback. */
  url!: string;

  constructor() {
    t.before(async () => {
      [this.station, this.browser] = await Promise.all([startStation(t), launchChromium()]);
      this.admin = await this.station.signIn('admin');
      ({ loopback: this.url } = await this.station.listen());
    });
    t.teardown(() => this.browser?.close());
  }

  /** A page of the panel before the administrator. */
  async open(t: Test, path: string, device: Device = 'desk'): Promise<Opened> {
    const opened = await openAs(t, this.browser, this.url, this.admin, DEVICES[device]);
    await visit(opened.page, this.url + path);
    return opened;
  }

  /** The editor with this text in it, and what will be said beside it. */
  async write(t: Test, text: string, device: Device = 'desk'): Promise<Opened> {
    // A draft of an earlier test stays on offer in a browser of its own only.
    const opened = await this.open(t, '/bulletins/new', device);
    const { page } = opened;
    await page.getByLabel('Tên bản tin').fill('Thông báo');
    await page.getByLabel('Nội dung', { exact: true }).fill(text);
    await page.locator('.spoken-line').first().waitFor();
    return opened;
  }

  /** Saves the draft and returns it as the station has it. */
  async stored(page: Page) {
    await page.getByRole('button', { name: 'Lưu bản nháp' }).click();
    await page.waitForURL(/\/bulletins\/(?!new)/);
    await page.getByRole('button', { name: 'Lưu bản nháp' }).waitFor({ state: 'detached' });
    return (await this.admin.get(`/api${new URL(page.url()).pathname}`)).body;
  }
}
