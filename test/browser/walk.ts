import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Test } from 'tap';
import type { SignedIn } from '../harness.ts';
import { accessible, keep, PHONE, SCREEN } from './looks.ts';

/** What a person holds in the hand. */
export const DEVICES = {
  desk: { viewport: SCREEN },
  phone: { viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const satisfies Record<string, BrowserContextOptions>;
export type Device = keyof typeof DEVICES;

/** A browser in which this person is signed in already. */
export async function openAs(
  t: Pick<Test, 'teardown'>,
  browser: Browser,
  url: string,
  person: SignedIn | undefined,
  options: BrowserContextOptions,
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'vi-VN', ...options });
  t.teardown(() => context.close());
  context.setDefaultTimeout(20_000);
  const [name = '', value = ''] = person?.headers.cookie.split('=') ?? [];
  if (person) await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  return { context, page, complaints: listen(page) };
}

/** Everything that the browser logs as an error: a refused script, a failed request, an exception. */
export function listen(page: Page): string[] {
  const heardOf: string[] = [];
  page.on('console', (message) => message.type() === 'error' && heardOf.push(message.text()));
  page.on('pageerror', (error) => heardOf.push(String(error)));
  return heardOf;
}

/** Goes to an address of the panel and waits until the page shows what it has to show. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await shown(page);
}

/** Nothing is being fetched or drawn any more. */
export async function shown(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(
    () => document.querySelector('[aria-busy="true"], .mantine-Skeleton-root') === null,
  );
  // Whatever fades in is measured once it is there.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))),
  );
}

/** What must hold of every page, whoever looks at it on whatever screen. */
export async function sound(t: Test, page: Page, name: string): Promise<void> {
  await keep(page, name);
  t.same(await overflow(page), [], `${name} is no wider than its screen`);
  await accessible(t, page, name);
}

/** What sticks out to the right, should the page be wider than the screen; boxes that scroll by themselves may. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

/** The height of a button on the desktop; on a phone they are larger. CSS pixels. */
const PRESSABLE = 40;

/** Both red deeds are there, large enough, and nothing lies over them. */
export async function reachable(t: Test, page: Page, name: string): Promise<void> {
  for (const deed of [/^Dừng/, /^(Phát k|K)hẩn cấp/]) {
    const button = page
      .getByRole('region', { name: 'Đang phát, dừng, khẩn cấp' })
      .getByRole('button', { name: deed });
    const box = await button.boundingBox();
    t.ok(box && box.width >= PRESSABLE && box.height >= PRESSABLE, `${name}: ${deed} is large enough`);
    // Fails where anything lies over the button.
    await button.click({ trial: true });
  }
}
