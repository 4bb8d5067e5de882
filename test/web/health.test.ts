import t from 'tap';
import { createReadiness } from '../../src/web/health.ts';
import { startStation } from '../harness.ts';

t.test('readiness tells each probe’s complaint', async (t) => {
  const readiness = createReadiness(50);
  readiness.add('fine', () => {});
  t.same(await readiness.check(), { ready: true, probes: { fine: 'ok' } });
  readiness.add('throws', () => {
    throw new Error('no voice');
  });
  readiness.add('rejects', () => Promise.reject(new Error('no broker')));
  readiness.add('hangs', () => new Promise(() => {}));
  t.same(await readiness.check(), {
    ready: false,
    probes: { fine: 'ok', throws: 'no voice', rejects: 'no broker', hangs: 'no answer within 50 ms' },
  });
  t.throws(() => readiness.add('fine', () => {}), /two readiness probes/);
});

t.test('a station is healthy, ready, and measured', async (t) => {
  const station = await startStation(t);
  t.same((await station.nobody.get('/healthz')).body, { status: 'ok' });
  const ready = await station.nobody.get('/readyz');
  t.match(ready, { status: 200, body: { ready: true, probes: { database: 'ok' } } });
  await station.nobody.get('/api/users');
  await station.nobody.get('/api/nothing/42');
  const { status, body, headers } = await station.nobody.get('/metrics');
  t.equal(status, 200);
  t.match(headers['content-type'], /^text\/plain/);
  t.match(body, 'nodejs_eventloop_lag_seconds');
  t.match(body, /nodejs_eventloop_utilization [01]/);
  t.notMatch(body, 'nodejs_eventloop_lag_p99', 'sampled by a timer that keeps an idle station awake');
  t.match(body, /http_request_duration_seconds_count\{method="GET",route="\/api\/users",status="401"\} 1/);
  t.notMatch(body, 'nothing/42', 'no label is made from what a stranger asks for');
});

t.test('a station whose probe fails is not ready, and says which', async (t) => {
  const station = await startStation(t);
  station.app.readiness.add('broker', () => {
    throw new Error('not connected');
  });
  t.match(await station.nobody.get('/readyz'), {
    status: 503,
    body: { ready: false, probes: { broker: 'not connected' } },
  });
});
