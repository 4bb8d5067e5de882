import { X509Certificate } from 'node:crypto';
import t from 'tap';
import { startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';

t.test('the certificate is handed out over plain HTTP, with its fingerprint and instructions', async (t) => {
  const station = await startStation(t);
  const { plain, https } = await station.listen();
  const { caFingerprint } = await station.app.certificates.current();
  const page = await fetch(`${plain}/`);
  t.match(page.headers.get('content-type'), /^text\/html; charset=utf-8/);
  const html = await page.text();
  t.match(html, caFingerprint);
  for (const word of ['Windows', 'Android', 'iPhone', 'href="/tram-so.crt"', `href="${https}/"`])
    t.match(html, word);
  const file = await fetch(`${plain}/tram-so.crt`);
  t.equal(file.headers.get('content-type'), 'application/x-x509-ca-cert');
  const certificate = new X509Certificate(Buffer.from(await file.arrayBuffer()));
  t.ok(certificate.ca);
  t.equal(certificate.fingerprint256, caFingerprint);
  t.match(await station.nobody.get('/api/certificate'), {
    status: 200,
    body: { caFingerprint, fingerprint: String, expiresAt: Number, file: '/tram-so.crt', page: '/ca' },
  });
});

t.test('a browser shows the page under its policy, without a complaint', async (t) => {
  const station = await startStation(t);
  const { plain } = await station.listen();
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${plain}/`);
  t.equal(await page.title(), 'Trạm Số – cài chứng chỉ');
  const button = page.getByRole('link', { name: 'Tải chứng chỉ' });
  t.equal(await button.evaluate((element) => getComputedStyle(element).backgroundColor), 'rgb(11, 92, 173)');
  t.same(complaints, []);
});
