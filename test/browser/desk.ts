import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Test } from 'tap';
import { PASSWORD } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import type { GenericSpeaker } from '../lab/speakers/generic-speaker.ts';
import { addSpeaker, type BroadcastRig, simulate, startRig } from '../lab/station/broadcast-rig.ts';
import { freePorts } from '../lab/station/free-ports.ts';
import { SCREEN } from './looks.ts';
import { press } from './steps.ts';

/** A station with one simulated speaker, set up over its API, and a browser to sit at. */
export interface Desk extends BroadcastRig {
  browser: Browser;
  speaker: GenericSpeaker;
  /** An administrator, signed in. */
  sit(t: Pick<Test, 'teardown'>, viewport?: typeof SCREEN): Promise<{ page: Page; context: BrowserContext }>;
}

export async function openDesk(t: Pick<Test, 'teardown'>): Promise<Desk> {
  const data = mkdtempSync(join(tmpdir(), 'tramso-desk-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true, maxRetries: 3 }));
  const [browser, rig] = await Promise.all([
    launchChromium(),
    freePorts().then((port) => startRig({ data, port })),
  ]);
  t.teardown(async () => {
    await browser.close();
    await rig.station.stop();
  });
  const speaker = simulate(rig, await addSpeaker(rig, 'Loa đình'), join(data, 'played'));
  await speaker.start();
  t.teardown(() => speaker.stop());
  const context = await browser.newContext();
  const first = await context.newPage();
  await first.goto(rig.station.url);
  await signIn(first);
  await first.getByRole('heading', { name: 'Hôm nay', exact: true }).waitFor();
  // One session for all: who signs in ten times in a minute is held for a guesser.
  const storageState = await context.storageState();
  await context.close();
  const sit: Desk['sit'] = async (t, viewport = SCREEN) => {
    const context = await browser.newContext({ viewport, locale: 'vi-VN', storageState });
    context.setDefaultTimeout(20_000);
    t.teardown(() => context.close());
    const page = await context.newPage();
    await page.goto(rig.station.url);
    await page.getByRole('heading', { name: 'Hôm nay', exact: true }).waitFor();
    return { page, context };
  };
  return { ...rig, browser, speaker, sit };
}

/** Fills the sign-in form, on its own page or over another. */
export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill('quantri');
  await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
  await press(page, 'Đăng nhập');
}

/** Opens *Phát khẩn cấp* from wherever the page is. */
export async function openEmergency(page: Page) {
  await page
    .getByRole('button', { name: /khẩn cấp$/i })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'Phát khẩn cấp' });
  await dialog.waitFor();
  return dialog;
}
