import { execFileSync, spawn } from 'node:child_process';
import t from 'tap';
import { LoopedHub } from '../../lab/cameras/looped-hub.ts';
import { freePorts } from '../../lab/station/free-ports.ts';
import { AN, bytesIn, everyCommandLine, PASSWORD, receiver, rig, until } from './rig.ts';

t.test('to an RTSP receiver behind an account, which nobody can read', async (t) => {
  const { relays, targets, request, ask, told, hub } = rig(t);
  const port = await freePorts();
  const file = `${t.testdirName}/out.h264`;
  await receiver(t, port, file);
  const url = `rtsp://127.0.0.1:${port}/xa/cong`;
  const target = targets.add(request, { name: 'Công an tỉnh', url, username: 'tỉnh', password: PASSWORD });
  t.match(target, { url, username: 'tỉnh' });
  t.notOk('credentials' in target);

  const relay = relays.send(AN, ask(target.id));
  t.match(relay, { flowing: false, problem: { code: 'camera.relay_starting' }, askedBy: 'Trần Văn An' });
  await until('pictures arrive', () => bytesIn(file) > 20_000);
  await until('it says so', () => relays.list(10)[0]?.flowing === true);
  t.notMatch(everyCommandLine(), PASSWORD);
  t.throws(() => relays.send(AN, ask(target.id)), { code: 'camera.relay_running' });
  t.throws(() => targets.remove(request, target.id), { code: 'camera.relay_in_use' });

  t.match(await relays.stop(AN, relay.id), { endedWhy: 'stopped', flowing: false, problem: null });
  t.equal(hub.listeners, 0);
  t.notMatch(everyCommandLine(), `127.0.0.1:${port}/xa/cong`);
  const frames = execFileSync('ffprobe', [
    ...['-v', 'error', '-count_frames', '-select_streams', 'v'],
    ...['-show_entries', 'stream=nb_read_frames,width', '-of', 'csv=p=0', file],
  ]).toString();
  const [width, count] = frames.trim().split(',').map(Number);
  t.equal(width, 320);
  t.ok((count ?? 0) >= 10, `${count} frames`);
  t.match(
    told.map(({ action }) => action),
    ['camera.relay_target_add', 'camera.relay_start', 'camera.relay_stop'],
  );
  t.notMatch(JSON.stringify(told), PASSWORD);
  targets.remove(request, target.id);
  t.strictSame(targets.list(), []);
});

t.test('a wrong account is told as such, and a receiver that comes late is found', async (t) => {
  const { relays, targets, request, ask } = rig(t);
  const port = await freePorts();
  const file = `${t.testdirName}/out.h264`;
  const url = `rtsp://127.0.0.1:${port}/xa/cong`;
  const wrong = targets.add(request, { name: 'Sai', url, username: 'tỉnh', password: 'x' });
  const right = targets.add(request, { name: 'Đúng', url, username: 'tỉnh', password: PASSWORD });
  relays.send(AN, ask(wrong.id));
  relays.send(AN, ask(right.id));
  const problemOf = (id: string) => relays.list(10).find(({ targetId }) => targetId === id)?.problem?.code;
  await until('both say that nobody is there', () =>
    [wrong, right].every(({ id }) => problemOf(id) === 'camera.relay_unreachable'),
  );
  await receiver(t, port, file);
  await until('the right one flows', () => bytesIn(file) > 20_000);
  await until('the wrong one says why', () => problemOf(wrong.id) === 'camera.relay_refused');
});

t.test('RTMP and SRT with sound, through a lost camera', async (t) => {
  const { relays, targets, request, ask, hub } = rig(t, new LoopedHub({ audio: true }));
  const port = await freePorts();
  const files = { rtmp: `${t.testdirName}/rtmp.flv`, srt: `${t.testdirName}/srt.ts` };
  const listen = (args: string[], out: string[]) => {
    const child = spawn(
      'ffmpeg',
      ['-v', 'error', '-y', ...args, '-c', 'copy', '-flush_packets', '1', ...out],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    t.teardown(() => child.kill('SIGKILL'));
  };
  listen(['-listen', '1', '-i', `rtmp://127.0.0.1:${port}/xa/cong`], ['-f', 'flv', files.rtmp]);
  listen(['-i', `srt://127.0.0.1:${port + 1}?mode=listener`], ['-f', 'mpegts', files.srt]);
  const rtmp = targets.add(request, { name: 'RTMP', url: `rtmp://127.0.0.1:${port}/xa/cong` });
  const srt = targets.add(request, { name: 'SRT', url: `srt://127.0.0.1:${port + 1}` });
  relays.send({ actor: 'province' }, ask(rtmp.id));
  relays.send({ actor: 'province' }, ask(srt.id, 'c2'));
  await until('both arrive', () => bytesIn(files.rtmp) > 20_000 && bytesIn(files.srt) > 20_000);
  const kinds = execFileSync('ffprobe', [
    '-v',
    'error',
    '-show_entries',
    'stream=codec_name',
    '-of',
    'csv=p=0',
    files.srt,
  ]);
  t.match(kinds.toString(), /h264[\s\S]*aac/);

  hub.lose('camera.unreachable');
  await until('it is said', () =>
    relays.list(10).every(({ problem }) => problem?.code === 'camera.unreachable'),
  );
  hub.find();
  await until('it goes on trying', () =>
    relays.list(10).every(({ problem }) => problem?.code !== 'camera.unreachable'),
  );
});
