import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import type { Test } from 'tap';

export const SCREEN = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails for anything that axe-core calls serious or critical on the page as it stands. */
export async function accessible(t: Test, page: Page, name: string): Promise<void> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  t.same(told, [], `${name} has no serious accessibility fault`);
}

/** With TRAMSO_LOOK=FOLDER, a picture of every page that the tests walk over, for somebody to look through. */
export async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env.TRAMSO_LOOK;
  if (folder)
    await page.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, '-')}.png`), fullPage: true });
}

/** 256 of them: a third of the size, and nobody sees it. */
const FEW_COLOURS = [
  ...['-vf', 'split[a][b];[a]palettegen=stats_mode=full[p];[b][p]paletteuse=dither=none'],
  ...['-pred', 'mixed', '-compression_level', '100', '-frames:v', '1', '-update', '1'],
];

/** The pictures of the README: drawn anew with TRAMSO_PICTURES=1, so that an ordinary run changes no file. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.TRAMSO_PICTURES !== '1') return;
  const path = join(import.meta.dirname, 'pictures', `${name}.png`);
  const input = await page.screenshot();
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', '-i', 'pipe:0', ...FEW_COLOURS, path], { input });
}
