import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { Ear, known, startMedia, until } from './media-rig.ts';
import { ffmpegs } from './processes.ts';

const account = { username: 'admin', password: "p@ss:/#%&' Mật khẩu" };
const lab = await RtspLab.start();
t.teardown(() => lab.stop());
const host = await lab.host({ account });
const main = await host.stream('/main', { audio: 'pcm_alaw' });
const sub = await host.stream('/sub', { codec: 'hevc', bframes: 2 });

t.test('all who join share one connection; who comes later begins at a key frame', async (t) => {
  const { media, cameras } = startMedia(t, { times: { lingerMs: 300 } });
  cameras.set('a', { streams: [known(main)], account });
  const [first, second] = [new Ear(), new Ear()];
  const leaveFirst = media.hub.join('a', 'main', first);
  await until('two groups of pictures', () => first.fragments.filter(({ key }) => key).length >= 2);
  // The camera has one stream: the other role is the same.
  const leaveSecond = media.hub.join('a', 'sub', second);
  t.equal(second.inits.length, 1, 'at once');
  t.equal(second.fragments.find(({ key }) => key)?.key, true);
  t.equal(second.fragments[0]?.key, true);
  t.equal(first.inits[0], second.inits[0]);
  t.match(first.inits[0], { video: 'h264', width: 352, height: 288, audio: true });
  t.equal((await host.count()).playing, 1);
  t.equal(ffmpegs().length, 1);
  t.ok(Date.now() - (media.hub.state('a', 'main')?.lastFrameAt ?? 0) < 1_000);

  leaveFirst();
  leaveFirst();
  await sleep(600);
  t.equal(ffmpegs().length, 1, 'one is still there');
  leaveSecond();
  await until('ended after the last', () => ffmpegs().length === 0);
  t.equal(media.hub.state('a', 'main'), undefined);
  t.equal(first.reasons.length, 0);
});

t.test('who comes back before it has ended finds it running', async (t) => {
  const rig = startMedia(t, { times: { lingerMs: 2_000 } });
  rig.cameras.set('a', { streams: [known(main)], account });
  const ear = new Ear();
  const leave = rig.media.hub.join('a', 'main', ear);
  await until('a picture', () => ear.fragments.length > 0);
  leave();
  const again = new Ear();
  rig.media.hub.join('a', 'main', again);
  t.equal(again.inits.length, 1);
  t.equal(rig.started, 1);
});

t.test('main and sub-stream are two, each with its codec', async (t) => {
  const { media, cameras } = startMedia(t);
  cameras.set('a', { streams: [known(main), known(sub, 'sub')], account });
  const [large, small] = [new Ear(), new Ear()];
  media.hub.join('a', 'main', large);
  media.hub.join('a', 'sub', small);
  await until('both', () => large.inits.length === 1 && small.inits.length === 1);
  t.match(small.inits[0], { video: 'hevc', audio: false });
  t.match(small.inits[0]?.mime, /codecs="hvc1/);
  t.equal(ffmpegs().length, 2);
  await media.close();
  t.equal(ffmpegs().length, 0, 'nothing is left behind');
});

t.test('a listener that throws costs nobody else anything', async (t) => {
  const rig = startMedia(t);
  rig.cameras.set('a', { streams: [known(main)], account });
  const bad = new Ear();
  bad.fragment = () => {
    throw new Error('full');
  };
  const good = new Ear();
  rig.media.hub.join('a', 'main', bad);
  rig.media.hub.join('a', 'main', good);
  await until('pictures', () => good.fragments.length > 3);
  t.match(rig.logged(), /a listener of a camera stream failed/);
});

t.test('a password is in no command line, no log, no reason', async (t) => {
  const rig = startMedia(t);
  rig.cameras.set('a', { streams: [known(main)], account });
  rig.cameras.set('b', { streams: [{ role: 'main', url: host.url('/none') }], account });
  const path = '/user=admin_password=tl%C6%A1J_channel=1';
  rig.cameras.set('c', { streams: [{ role: 'main', url: host.url(path) }], account });
  const ears = ['a', 'b', 'c'].map((id) => {
    const ear = new Ear();
    rig.media.hub.join(id, 'main', ear);
    return ear;
  });
  const [a, b, c] = ears as [Ear, Ear, Ear];
  const commands = new Set<string>();
  await until('all have been tried', () => {
    for (const [, command] of ffmpegs()) commands.add(command);
    return a.fragments.length > 0 && b.reasons.length > 0 && c.reasons.length > 0;
  });
  t.same([b.reasons[0], c.reasons[0]], ['camera.no_stream', 'camera.no_stream']);
  t.ok(commands.size > 0);
  const seen = [...commands].join() + rig.logged() + JSON.stringify(ears);
  for (const secret of [account.password, encodeURIComponent(account.password), 'p%40ss', 'tl%C6', 'p@ss']) {
    t.notOk(seen.includes(secret), secret);
  }
});
