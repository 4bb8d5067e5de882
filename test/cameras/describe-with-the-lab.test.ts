import t from 'tap';
import { describeStream } from '../../src/protocols/rtsp-describe.ts';
import { RtspLab } from '../lab/cameras/rtsp/rtsp-lab.ts';

t.setTimeout(120_000);

t.test('DESCRIBE against a real RTSP server, with digest, basic and a hard password', async (t) => {
  const rtsp = await RtspLab.start();
  t.teardown(() => rtsp.stop());
  const account = { username: 'admin', password: 'p@ss/#%&: ơ' };
  const ask = async (url: string, given?: typeof account) =>
    (await describeStream(url, { timeoutMs: 5_000, account: given })).outcome;
  for (const auth of ['digest', 'basic'] as const) {
    const host = await rtsp.host({ account, auth });
    const { url } = await host.stream('/sub', {});
    t.equal(await ask(url, account), 'described', auth);
    t.equal(await ask(url, { ...account, password: 'x' }), 'refused', auth);
    t.equal(await ask(url), 'account_wanted', auth);
    t.equal(await ask(`${url}-none`, account), 'missing', auth);
  }
  const open = await rtsp.host({});
  const { url } = await open.stream('/sub', {});
  t.equal(await ask(url), 'described');
  await open.hang();
  t.equal((await describeStream(url, { timeoutMs: 500 })).outcome, 'unreachable');
  await open.accept();
  await open.refuse();
  t.equal(await ask(url), 'unreachable');
});
