import t from 'tap';
import { openCameraDesk } from './camera-desk.ts';
import { latencyOf, picturesIn, shownPicture, until } from './shown-pictures.ts';
import { DEVICES, openAs, sound, visit } from './walk.ts';

/** One live picture in real Chromium, whatever becomes of the line, the decoder, the tab and the session. */
t.setTimeout(280_000);
const { station, url, admin, browser, gateId, marketId, bridgeId, sit } = await openCameraDesk(
  t,
  '127.47.9.62',
);

t.test('one camera: its picture moves, is close to life, and catches up', async (t) => {
  const { page, complaints } = await sit(t, `/cameras/wall?camera=${gateId}`);
  await until('it plays', async () => (await latencyOf(page, '.live video')) < 1_500);
  await until('it moves', async () => (await picturesIn(page, '.live video', 2_000)) > 10);
  const latencies: number[] = [];
  for (let n = 0; n < 20; n++) {
    latencies.push(await latencyOf(page, '.live video'));
    await page.waitForTimeout(150);
  }
  const middle = latencies.sort((a, b) => a - b)[10] ?? 9_999;
  t.comment(`behind life: ${Math.round(middle)} ms, at worst ${Math.round(latencies.at(-1) ?? 0)} ms`);
  t.ok(middle < 1_200, `${middle} ms behind`);
  await page.evaluate('(() => { const end = performance.now() + 3000; while (performance.now() < end); })()');
  await until('it has caught up', async () => (await latencyOf(page, '.live video')) < 1_300, 8_000);
  await sound(t, page, 'one camera');
  t.same(complaints, []);
});

t.test('a browser without H.265 takes the smaller stream, else the converted one, and says so', async (t) => {
  const { page, complaints } = await sit(t, `/cameras/wall?camera=${marketId}`);
  await page.getByText('không giải mã được H.265 của hình chính').waitFor();
  await until('the small one moves', async () => (await picturesIn(page, '.live video', 1_000)) > 3);
  await sound(t, page, 'the smaller stream');
  await visit(page, `${url}/cameras/wall?camera=${bridgeId}`);
  await page.getByText('không giải mã được H.265: đang xem bản chuyển đổi').waitFor({ timeout: 30_000 });
  const canvas = '.live canvas[role="img"]';
  await until('the converted one moves', async () => (await picturesIn(page, canvas, 1_000)) > 3);
  const shown = await shownPicture(page, canvas);
  t.match(shown, { width: 640, height: 360 });
  await sound(t, page, 'a converted stream');
  t.same(complaints, []);
});

t.test('a decoder that breaks begins anew; where it always does, another stream is taken', async (t) => {
  const { page, context } = await openAs(t, browser, url, admin, DEVICES.desk);
  const begun: string[] = [];
  // Rubbish comes behind some good pieces: twice something that is no MP4, then what says that more of it follows.
  await context.routeWebSocket(/cameras\/live/, (route) => {
    const stream = new URL(route.url()).searchParams.get('stream') ?? '';
    begun.push(stream);
    const fill = begun.length < 3 ? 0x55 : 0;
    const server = route.connectToServer();
    let pieces = 0;
    server.onMessage((message) => {
      const isGood = typeof message === 'string' || ++pieces < 6 || stream === 'sub';
      route.send(isGood ? message : Buffer.alloc(message.length, fill));
    });
  });
  await visit(page, `${url}/cameras/wall?camera=${gateId}`);
  await page.getByText('không giải mã được H.264 của hình chính').waitFor({ timeout: 60_000 });
  t.same(begun, ['main', 'main', 'main', 'main', 'sub']);
  await until('the smaller one moves', async () => (await picturesIn(page, '.live video', 1_000)) > 3);
});

t.test('pictures that the line has lost are jumped over', async (t) => {
  const { page, context } = await openAs(t, browser, url, admin, DEVICES.desk);
  let dropped = 0;
  await context.routeWebSocket(/cameras\/live/, (route) => {
    const server = route.connectToServer();
    let pieces = 0;
    server.onMessage((message) => {
      // Four seconds, up to a key frame: this lab has one a second, in every fifth piece.
      if (typeof message === 'string' || ++pieces < 30 || pieces >= 50) return route.send(message);
      dropped++;
    });
  });
  await visit(page, `${url}/cameras/wall?camera=${gateId}`);
  await until('it plays', async () => (await latencyOf(page, '.live video')) < 1_500);
  await until('there is a hole', () => dropped >= 20);
  await until('it goes on', async () => (await latencyOf(page, '.live video')) < 1_500, 8_000);
});

t.test('two browsers, one of them asleep: the other sees on', async (t) => {
  const [awake, asleep] = [
    await sit(t, `/cameras/wall?camera=${gateId}`),
    await sit(t, `/cameras/wall?camera=${gateId}`),
  ];
  for (const { page } of [awake, asleep])
    await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  const nap = asleep.page.evaluate(
    '(() => { const end = performance.now() + 6000; while (performance.now() < end); })()',
  );
  t.ok((await picturesIn(awake.page, '.live video', 4_000)) > 5);
  await nap;
  await until('it is close again', async () => (await latencyOf(asleep.page, '.live video')) < 1_500, 10_000);
});

t.test('what nobody can see is not fetched', async (t) => {
  const { page } = await sit(t, `/cameras/wall?camera=${gateId}`);
  await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  await page.evaluate('document.querySelector(".live").style.marginTop = "5000px"');
  await page.locator('[data-live="idle"]').waitFor({ state: 'attached', timeout: 10_000 });
  await page.evaluate('document.querySelector(".live").style.marginTop = ""');
  await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  const tab = (state: string) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await tab('hidden');
  await page.locator('[data-live="idle"]').waitFor({ timeout: 10_000 });
  await tab('visible');
  await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
});

t.test('a session that ends asks to sign in over the picture, and the picture comes back', async (t) => {
  const police = await station.signIn('police', 'cax');
  const { page, context } = await sit(t, `/cameras/wall?camera=${gateId}`, police);
  await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  await police.delete('/api/session');
  await page.getByRole('dialog', { name: /đăng nhập lại/i }).waitFor({ timeout: 10_000 });
  const again = await station.signIn('police', 'cax');
  const [name = '', value = ''] = again.headers.cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  await page.locator('[data-live="playing"]').waitFor({ timeout: 60_000 });
});

t.test('sound is off until somebody wants it, and of one camera', async (t) => {
  const { page } = await sit(t, `/cameras/wall?camera=${gateId}`);
  const muted = () => page.evaluate('document.querySelector(".live video").muted');
  const button = page.getByRole('button', { name: 'Tiếng của camera Cổng ủy ban' });
  await button.waitFor({ timeout: 30_000 });
  t.equal(await muted(), true);
  await button.click();
  t.equal(await muted(), false);
  await until('it plays on', async () => (await picturesIn(page, '.live video', 500)) > 2);
  await button.click();
  t.equal(await muted(), true);
});

t.test('a browser that has only the managed source of pictures, as an iPhone', async (t) => {
  const { page } = await openAs(t, browser, url, admin, DEVICES.phone);
  await page.addInitScript('window.ManagedMediaSource = window.MediaSource; delete window.MediaSource;');
  await visit(page, `${url}/cameras/wall?camera=${gateId}`);
  await until('it plays', async () => (await latencyOf(page, '.live video')) < 2_000);
  t.equal(await page.locator('.live[data-way="mse"]').count(), 1);
});
