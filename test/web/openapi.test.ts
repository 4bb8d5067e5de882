import t from 'tap';
import { startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';

t.test('the API describes itself to those signed in', async (t) => {
  const station = await startStation(t);
  const viewer = await station.signIn('viewer');
  t.equal((await station.nobody.get('/api/openapi.json')).status, 401);
  t.equal((await station.nobody.get('/api/docs')).status, 401);
  t.equal((await station.nobody.get('/api/docs/static/index.css')).status, 401);
  const { status, body } = await viewer.get('/api/openapi.json');
  t.equal(status, 200);
  t.match(body, { openapi: '3.1.0', paths: { '/api/session': { post: { requestBody: Object } } } });
  t.match(body.paths['/api/users'].get, {
    'x-right': 'user.manage',
    responses: { 200: Object, default: Object },
  });
  t.match(body.paths['/api/session'].post, { security: [], responses: { default: Object } });
  const paths = Object.keys(body.paths);
  t.ok(
    paths.every((path) => path.startsWith('/api/')),
    'only the API',
  );
  t.notOk(paths.some((path) => path.startsWith('/api/docs')));
});

t.test('the page to read it works in a browser under its policy', async (t) => {
  const station = await startStation(t);
  const { loopback } = await station.listen();
  const { headers } = await station.signIn('admin');
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const context = await browser.newContext();
  const [name = '', value = ''] = headers.cookie.split('=');
  await context.addCookies([{ name, value, url: loopback }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  const answer = await page.goto(`${loopback}/api/docs`);
  t.notMatch(answer?.headers()['content-security-policy'], /unsafe|https:|validator/);
  await page.getByText('/api/session', { exact: true }).first().waitFor({ timeout: 10_000 });
  t.same(complaints, []);
});
