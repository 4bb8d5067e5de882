import t from 'tap';
import { startStation } from '../harness.ts';

t.test('every answer carries the security headers, errors and redirects too', async (t) => {
  const station = await startStation(t);
  const { loopback, plain } = await station.listen();
  const urls = ['/api/session', '/api/users', '/api/nothing', '/healthz', '/ca', '/'].map(
    (path) => loopback + path,
  );
  for (const url of [...urls, `${plain}/ca`, `${plain}/x`]) {
    const { headers } = await fetch(url, { redirect: 'manual' });
    const policy = headers.get('content-security-policy') ?? '';
    t.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'/, url);
    t.notMatch(policy, /unsafe|\*|data:/, url);
    t.match(policy, `ws://${new URL(url).host} wss://${new URL(url).host}`, url);
    t.equal(headers.get('x-content-type-options'), 'nosniff', url);
    t.equal(headers.get('x-frame-options'), 'DENY', url);
    t.equal(headers.get('referrer-policy'), 'same-origin', url);
    t.equal(headers.get('strict-transport-security'), null, url);
    t.equal(headers.get('x-powered-by') ?? headers.get('server'), null, url);
    if (url.includes('/api/')) t.equal(headers.get('cache-control'), 'no-store', url);
  }
});
