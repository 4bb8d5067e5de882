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
  t.ok(gate.isBusy(two) && gate.resting(two) === undefined);
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

t.test('an account that worked is tried once more soon, then hourly', async (t) => {
  const { gate, time, one, two } = rig();
  gate.accepted(one);
  gate.refused(one, 'refused');
  gate.refused(two, 'refused');
  t.equal(gate.resting(one), 'refused_once', 'both streams in one moment: once');
  time.at += 5 * 60_000;
  t.ok(gate.mayTry(one), 'it may have been starting');
  t.notOk(gate.mayTry(two));
  gate.refused(one, 'refused');
  t.equal(gate.resting(two), 'refused', 'now it is the password');
  time.at += HOUR / 2;
  t.notOk(gate.mayTry(one));
  time.at += HOUR / 2;
  gate.accepted(one);
  gate.refused(one, 'locked');
  time.at += HOUR / 2;
  t.equal(gate.resting(two), 'locked', 'a lock is left in peace for the whole hour');
});

t.test('403 refuses only an account that was never taken', async (t) => {
  const { gate, one, other } = rig();
  gate.accepted(one);
  t.notOk(gate.forbidden(one), 'one viewer too many');
  t.ok(gate.mayTry(one));
  t.ok(gate.forbidden(other));
  t.equal(gate.resting(other), 'refused');
});

t.test('a channel with another account is not shut out by it', async (t) => {
  const { gate, one, two, accounts } = rig('y');
  gate.refused(one, 'refused');
  t.ok(gate.mayTry(two));
  gate.accepted(two);
  t.ok(gate.resting(one));
  accounts.set(one, { username: 'admin', password: 'y' });
  gate.forget(one);
  t.ok(gate.mayTry(one));
});

t.test('a recorder that is given another account is tried once, whatever its channels begin', async (t) => {
  const { gate, one, two, accounts } = rig();
  gate.accepted(one);
  for (const id of [one, two]) gate.forget(id);
  for (const id of [one, two]) accounts.set(id, { username: 'admin', password: 'y' });
  gate.renew(one);
  t.ok(gate.mayTry(one));
  gate.renew(two);
  t.notOk(gate.mayTry(two), 'what the old account was is no proof of the new one');
  t.ok(gate.isBusy(two));
  gate.refused(one, 'refused');
  t.equal(gate.resting(two), 'refused', 'no camera takes an account that it has never taken by waiting');

  gate.renew(two);
  t.ok(gate.mayTry(two), 'the same, entered once more: the recorder was mended');
  t.notOk(gate.mayTry(one));
  gate.accepted(two);
  t.ok(gate.mayTry(one));
  gate.renew(one);
  t.ok(gate.mayTry(one) && gate.mayTry(one), 'a channel that is opened anew needs no new proof');
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
  gate.remember(one, { refusal: { how: 'refused', at: time.at - HOUR / 2, restMs: HOUR }, taken: false });
  t.notOk(gate.mayTry(one));
  t.match(gate.refusal(one), { how: 'refused' });
  gate.remember(two, { taken: true });
  t.ok(gate.mayTry(two) && gate.mayTry(two) && gate.onvif.mayTry(two));
});
