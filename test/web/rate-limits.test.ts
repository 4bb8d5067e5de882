import Fastify from 'fastify';
import t from 'tap';
import { answerErrors } from '../../src/web/errors-hook.ts';
import { GUESSING, limitRates } from '../../src/web/rate-limits.ts';

t.test('guessing is slowed down per address, everything else hardly ever', async (t) => {
  const app = Fastify();
  t.teardown(() => app.close());
  answerErrors(app);
  await limitRates(app);
  app.get('/read', () => 'read');
  app.post('/sign-in', { config: { rateLimit: GUESSING } }, () => 'in');
  const ask = (method: 'GET' | 'POST', url: string, remoteAddress: string) =>
    app.inject({ method, url, remoteAddress });
  const statuses = async (n: number, ...request: Parameters<typeof ask>) => {
    const seen = [];
    for (let i = 0; i < n; i++) seen.push((await ask(...request)).statusCode);
    return seen;
  };
  t.same(new Set(await statuses(300, 'GET', '/read', '192.168.1.20')), new Set([200]));
  const guesses = await statuses(12, 'POST', '/sign-in', '192.168.1.20');
  t.same(guesses, [...Array(10).fill(200), 429, 429]);
  t.same(await statuses(1, 'POST', '/sign-in', '192.168.1.21'), [200], 'another address');
  t.same(await statuses(1, 'GET', '/read', '192.168.1.20'), [200], 'other routes');
  const refused = await ask('POST', '/sign-in', '192.168.1.20');
  t.match(refused.json(), { error: { code: 'rate.limited', message: /Hãy thử lại sau \d+ giây/ } });
  t.ok(Number(refused.headers['retry-after']) > 0);
  t.ok((await statuses(1_300, 'GET', '/read', '192.168.1.22')).includes(429));
  t.notOk((await statuses(1_300, 'GET', '/read', '127.0.0.1')).includes(429), 'the machine itself');
  t.ok((await statuses(11, 'POST', '/sign-in', '127.0.0.1')).includes(429), 'unless it guesses');
});
