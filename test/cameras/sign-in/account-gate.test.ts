import t from 'tap';
import type { Account, Camera } from '../../../src/cameras/parts.ts';
import { createAccountGate } from '../../../src/cameras/sign-in/account-gate.ts';
import { cameraOf, streamOf } from '../health/rig.ts';

const HOUR = 3_600_000;

/** Channels 0 and 1 are of one recorder, 2 is a camera of its own. */
function rig(secondPassword = 'x') {
  const time = { at: 1_800_000_000_000 };
  const made = [0, 0, 2].map((at, index): Camera => {
    const { host } = cameraOf(at);
    const camera = { ...cameraOf(index), host };
    return { ...camera, streams: [{ ...streamOf(camera), url: `rtsp://${host}/ch${index}` }] };
  });
  const [one, two, other] = made as [Camera, Camera, Camera];
  const accounts = new Map<string, Account>(
    made.map(({ id }) => [id, { username: 'admin', password: id === two.id ? secondPassword : 'x' }]),
  );
  const changes: string[] = [];
  const gate = createAccountGate({
    now: () => time.at,
    registry: {
      get: (id) => made.find((camera) => camera.id === id),
      all: () => made,
      account: (id) => accounts.get(id),
    },
    changed: (id) => changes.push(id),
  });
  return { gate, time, one: one.id, two: two.id, other: other.id, host: one.host, changes, accounts };
}

t.test('an account that nobody has proven goes out once at a time', async (t) => {
  const { gate, time, one, two, other } = rig();
  t.ok(gate.mayTry(one));
  t.notOk(gate.mayTry(one), 'not for its other stream');
  t.notOk(gate.mayTry(two), 'not for another channel of the recorder');
  t.ok(gate.isBusy(two) && !gate.isResting(two));
  t.ok(gate.mayTry(other));
  gate.accepted(one);
  t.ok(gate.mayTry(one) && gate.mayTry(two) && gate.mayTry(two));
  t.notOk(gate.mayTry(other));
  gate.undecided(other);
  t.ok(gate.mayTry(other), 'the camera had not answered');
  time.at += 30_000;
  t.ok(gate.mayTry(other), 'a try that never ended does not shut out for good');
});

t.test('a refusal shuts every channel for an hour, however they sign in', async (t) => {
  const { gate, time, one, two, other, changes } = rig();
  gate.refused(one, 'refused');
  t.strictSame(changes, [one, two]);
  for (const id of [one, two]) t.notOk(gate.mayTry(id) || gate.onvif.mayTry(id));
  t.ok(gate.mayTry(other));
  time.at += HOUR - 1;
  t.notOk(gate.mayTry(two));
  time.at += 1;
  t.ok(gate.mayTry(two));
  t.notOk(gate.mayTry(one), 'once for the recorder');
});

t.test('a channel with another account is not shut out by it', async (t) => {
  const { gate, one, two, accounts } = rig('y');
  gate.refused(one, 'refused');
  t.ok(gate.mayTry(two));
  gate.accepted(two);
  t.ok(gate.isResting(one));
  accounts.set(one, { username: 'admin', password: 'y' });
  gate.forget(one);
  t.ok(gate.mayTry(one));
});

t.test('ONVIF waits for the streams, and may have users of its own', async (t) => {
  const { gate, one, two } = rig();
  t.notOk(gate.onvif.mayTry(one));
  t.ok(gate.mayTry(one));
  t.notOk(gate.onvif.mayTry(one));
  gate.accepted(one);
  t.ok(gate.onvif.mayTry(two));
  gate.onvif.refused(two, 'refused');
  t.notOk(gate.onvif.mayTry(one));
  t.ok(gate.mayTry(one), 'the pictures go on');
  gate.onvif.refused(one, 'locked');
  t.notOk(gate.mayTry(two), 'a lock is of the whole camera');
});

t.test('what ONVIF took and then refuses is a password that has changed', async (t) => {
  const { gate, one, two } = rig();
  gate.accepted(one);
  gate.onvif.accepted(one);
  gate.onvif.refused(one, 'refused');
  t.notOk(gate.mayTry(two));
  gate.onvif.accepted(two);
  t.ok(gate.mayTry(one), 'an officer has read it again, and it was taken');
});

t.test('where streams are silent or unknown, ONVIF goes by itself', async (t) => {
  const { gate, one, two, accounts } = rig();
  gate.mayTry(one);
  gate.undecided(one);
  t.ok(gate.onvif.mayTry(two));
  const nobody = rig();
  nobody.accounts.clear();
  t.ok(nobody.gate.mayTry(one) && nobody.gate.mayTry(one) && nobody.gate.onvif.mayTry(one));
  t.equal(accounts.size, 3);
});

t.test('what a person tries and what the station was refused count together', async (t) => {
  const { gate, one, host, time } = rig();
  gate.tries.refused(host);
  gate.refused(one, 'refused');
  gate.tries.check(host);
  gate.onvif.refused(one, 'refused');
  t.throws(() => gate.tries.check(host), { code: 'camera.tried_enough' });
  time.at += HOUR / 2;
  gate.tries.check(host);
});

t.test('after a restart a refusal is remembered, and what was taken is not proven anew', async (t) => {
  const { gate, one, two, time } = rig();
  gate.remember(one, { refusal: { how: 'refused', at: time.at - HOUR / 2 }, taken: false });
  t.notOk(gate.mayTry(one));
  t.match(gate.refusal(one), { how: 'refused' });
  gate.remember(two, { taken: true });
  t.ok(gate.mayTry(two) && gate.mayTry(two) && gate.onvif.mayTry(two));
});
