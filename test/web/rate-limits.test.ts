import Fastify from 'fastify';
import t from 'tap';
import { answerErrors } from '../../src/web/errors-hook.ts';
import { GUESSING, limitRates } from '../../src/web/rate-limits.ts';
import { startStation } from '../harness.ts';

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

t.test(
  'an emergency is not refused for what else was asked, nor one person for what another asks',
  async (t) => {
    const station = await startStation(t);
    const from = (headers: Record<string, string>, method: 'GET' | 'POST', url: string) =>
      station.app.inject({
        method,
        url,
        headers: { ...headers, 'content-type': 'application/json' },
        remoteAddress: '192.168.1.20',
        ...(method === 'POST' && { payload: '{}' }),
      });
    const busy = (await station.signIn('admin')).headers;
    let last = 200;
    for (let i = 0; i < 1_300 && last !== 429; i++) {
      last = (await from(busy, 'GET', '/api/session')).statusCode;
    }
    t.equal(last, 429, 'a page that asks and asks is told to wait');
    t.equal((await from(busy, 'POST', '/api/emergency')).statusCode, 400, 'understood, and read');
    t.equal((await from(busy, 'POST', '/api/stop-all')).statusCode, 400);
    const other = (await station.signIn('viewer')).headers;
    t.equal(
      (await from(other, 'GET', '/api/session')).statusCode,
      200,
      'another person behind the same address',
    );

    for (let i = 0; i < 130; i++) await from({}, 'POST', '/api/emergency');
    t.equal((await from({}, 'POST', '/api/emergency')).statusCode, 429, 'strangers');
    t.equal((await from(busy, 'POST', '/api/emergency')).statusCode, 400, 'who are not the officer');
    const guesses = [];
    for (let i = 0; i < 11; i++) guesses.push((await from(busy, 'POST', '/api/session')).statusCode);
    t.equal(guesses.at(-1), 429, 'guessing is counted by address, signed in or not');
  },
);
