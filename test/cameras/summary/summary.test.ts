import t from 'tap';
import { type Counted, summarize } from '../../../src/cameras/summary/summary.ts';
import { startStation } from '../../harness.ts';

const GOOD: Counted = { state: 'ok', recording: { failed: false }, securityScore: 90 };
const alert = (rule: string, severity: 'info' | 'warning' | 'critical', title: string) => ({
  rule,
  severity,
  title,
  titleEn: `${title} in English`,
});

t.test('a commune without cameras', async (t) => {
  t.same(summarize([], [alert('speaker.offline', 'critical', 'Loa')]), {
    total: 0,
    watched: 0,
    withPicture: 0,
    down: 0,
    insecure: 0,
    notRecorded: 0,
    alerts: 0,
    worst: null,
  });
});

t.test('what hurts is counted, of those that are watched', async (t) => {
  const cameras: Counted[] = [
    GOOD,
    { ...GOOD, state: 'warning', securityScore: 49 },
    { ...GOOD, securityScore: 50, recording: { failed: true } },
    { ...GOOD, state: 'down', recording: { failed: true }, securityScore: null },
    { ...GOOD, state: 'unknown', securityScore: null },
    { state: 'off', recording: { failed: true }, securityScore: 10 },
  ];
  t.match(summarize(cameras, []), {
    total: 6,
    watched: 5,
    withPicture: 3,
    down: 1,
    insecure: 1,
    notRecorded: 1,
  });
});

t.test('the worst alert is the gravest one, and the newest of these', async (t) => {
  const open = [
    alert('camera.unreachable', 'warning', 'mới'),
    alert('camera.refused', 'warning', 'cũ'),
    alert('speaker.offline', 'critical', 'Loa'),
  ];
  t.match(summarize([GOOD], open), { alerts: 2, worst: { severity: 'warning', title: 'mới' } });
  const graver = [...open, alert('camera.recording_stopped', 'critical', 'đầy')];
  t.match(summarize([GOOD], graver), { alerts: 3, worst: { title: 'đầy', titleEn: 'đầy in English' } });
});

t.test('who may see cameras may ask', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  await admin.post('/api/cameras', { name: 'Chợ', url: 'rtsp://127.61.0.1:9/1' });
  station.app.alerts.raise('camera.many_lost', 'all', { count: 4 });
  for (const role of ['viewer', 'police'] as const) {
    const { status, body } = await (await station.signIn(role)).get('/api/camera-summary');
    t.equal(status, 200);
    t.match(body, { total: 1, watched: 1, alerts: 1, worst: { severity: 'critical' } });
    t.match(body.worst.title, /4 camera/);
  }
  t.equal((await (await station.signIn('editor')).get('/api/camera-summary')).status, 403);
});
