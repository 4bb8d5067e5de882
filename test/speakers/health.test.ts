import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { Health } from '../../src/speakers/health.ts';
import { readProfiles } from '../../src/speakers/profile.ts';
import { Registry, type Speaker } from '../../src/speakers/registry.ts';
import type { SpeakerRow, SpeakersRepository } from '../../src/speakers/speakers-repository.ts';

t.setTimeout(120_000);

/** Health on a clock of its own. */
function rig(t: Test, row: Partial<SpeakerRow> = {}, profile = 'generic-mqtt') {
  const profiles = readProfiles();
  const found = profiles.get(profile);
  if (!found) throw new Error(profile);
  const seen: [string, number][] = [];
  let commits = 0;
  const repository = {
    transaction: (work: () => void) => {
      commits++;
      work();
    },
    seen: (id: string, at: number) => seen.push([id, at]),
    forget: () => {},
  } as unknown as SpeakersRepository;
  const devices = { get: () => ({ name: 'Loa', zoneId: null }) } as never;
  const registry = new Registry({ profiles, devices, repository });
  const speaker = registry.add(
    {
      id: 'a',
      profile,
      settings: {},
      volume: 80,
      enabled: true,
      plain: false,
      secretHash: null,
      confirmedAt: 1,
      confirmedBy: null,
      lastSeenAt: null,
      createdAt: 1,
      ...row,
    },
    found,
  );
  let now = 0;
  let canHear = true;
  let looks = 0;
  const told: string[] = [];
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line).msg) });
  mock.timers.enable({ apis: ['setInterval'] });
  const health = new Health({
    registry,
    repository,
    commanded: { forget: () => {} },
    alerts: {
      raise: (rule: string) => told.push(`raise ${rule}`),
      clear: (rule: string) => told.push(`clear ${rule}`),
    } as never,
    now: () => 1_000_000 + now,
    monotonic: () => now,
    hearsMqtt: () => {
      looks++;
      return canHear;
    },
    changed: ({ online }: Speaker) => told.push(online ? 'online' : 'offline'),
    log,
  });
  health.start();
  t.teardown(() => {
    health.stop();
    mock.timers.reset();
  });
  return {
    health,
    registry,
    speaker,
    told,
    lines,
    seen,
    commits: () => commits,
    looks: () => looks,
    setHearing: (can: boolean) => {
      canHear = can;
    },
    /** Lets seconds pass, with a heartbeat every 20 s if it beats. */
    async pass(seconds: number, beats = false) {
      for (let i = 0; i < seconds; i++) {
        now += 1_000;
        if (beats && (now / 1000) % 20 === 0) health.alive(speaker);
        mock.timers.tick(1_000);
        await nextTurn();
      }
    },
  };
}

t.test('three missed heartbeats', async (t) => {
  const { health, speaker, told, lines, pass } = rig(t);
  health.alive(speaker);
  await pass(300, true);
  t.strictSame(told, ['online', 'clear speaker.offline']);
  await pass(60);
  t.equal(speaker.online, true, 'not before the third');
  await pass(25);
  t.strictSame(told.slice(2), ['offline', 'raise speaker.offline']);
  health.alive(speaker);
  t.equal(told.at(-1), 'online', 'back at once for whoever wants to use it');
  await pass(40, true);
  t.strictSame(told.slice(4), ['online', 'clear speaker.offline'], 'and told once it lasts');
  t.strictSame(lines, ['speaker online', 'speaker offline', 'speaker online']);
});

t.test('a last will counts at once, unless the device is back at once', async (t) => {
  const { health, speaker, told, pass } = rig(t);
  health.alive(speaker);
  await pass(100, true);
  told.length = 0;
  health.gone(speaker);
  await pass(2);
  health.alive(speaker);
  await pass(30, true);
  t.strictSame(told, []);
  health.gone(speaker);
  await pass(4);
  t.strictSame(told, ['offline']);
  await pass(20);
  t.strictSame(told, ['offline', 'raise speaker.offline']);
});

t.test('flapping makes one alert and one line, not hundreds', async (t) => {
  const { health, speaker, told, lines, pass } = rig(t);
  health.alive(speaker);
  await pass(100, true);
  told.length = lines.length = 0;
  for (let i = 0; i < 20; i++) {
    health.gone(speaker);
    await pass(20);
    health.alive(speaker);
    await pass(10);
  }
  t.strictSame(
    told.filter((what) => what.includes('speaker.')),
    ['raise speaker.offline'],
  );
  t.strictSame(lines, ['speaker offline']);
});

t.test('who was never there is missed only after the start', async (t) => {
  const { told, pass } = rig(t);
  await pass(60);
  t.strictSame(told, []);
  await pass(30);
  t.strictSame(told, ['raise speaker.offline']);
});

t.test('nobody is called offline while the box itself hears nothing', async (t) => {
  const { health, speaker, told, setHearing, pass } = rig(t);
  health.alive(speaker);
  await pass(100, true);
  told.length = 0;
  setHearing(false);
  await pass(600);
  t.strictSame(told, []);
  setHearing(true);
  health.grace();
  await pass(50);
  t.strictSame(told, [], 'it has time to be heard again');
  await pass(60);
  t.strictSame(told, ['offline', 'raise speaker.offline']);
});

t.test('no alert for a speaker that is not in use', async (t) => {
  for (const row of [{ enabled: false }, { confirmedAt: null }]) {
    const { told, pass, health } = rig(t, row);
    await pass(300);
    t.strictSame(told, []);
    health.stop();
    mock.timers.reset();
  }
});

t.test('a device without heartbeats is there until its will says otherwise', async (t) => {
  const { health, speaker, told, pass } = rig(t, { settings: { topic: 'x' } }, 'tasmota-i2s');
  health.alive(speaker);
  await pass(3_600);
  t.strictSame(told, ['online', 'clear speaker.offline']);
  health.gone(speaker);
  await pass(5);
  t.equal(speaker.online, false);
});

t.test('a station where all is quiet looks seldom', async (t) => {
  const { health, speaker, told, looks, pass } = rig(t);
  health.alive(speaker);
  await pass(100, true);
  const before = looks();
  await pass(60, true);
  t.equal(looks() - before, 12, 'every five seconds');
  health.gone(speaker);
  await pass(4);
  t.equal(told.at(-1), 'offline', 'and every second while one may be gone');
  await pass(30);
  const after = looks();
  await pass(60);
  t.equal(looks() - after, 12);
});

t.test('one that is out of use keeps nobody awake', async (t) => {
  const { health, speaker, looks, pass } = rig(t, { confirmedAt: null });
  health.alive(speaker);
  await pass(10);
  health.gone(speaker);
  await pass(10);
  health.gone(speaker);
  await pass(10);
  const before = looks();
  await pass(60);
  t.equal(looks() - before, 12);
});

t.test('when it was last seen is written seldom, and at the end', async (t) => {
  const { health, speaker, seen, commits, pass } = rig(t);
  health.alive(speaker);
  await pass(600, true);
  t.ok(commits() >= 2 && commits() <= 3, `${commits()} commits in ten minutes`);
  const before = seen.length;
  health.alive(speaker);
  health.stop();
  t.equal(seen.length, before + 1);
});

t.test('of a speaker that was removed nothing more is told', async (t) => {
  const { health, registry, speaker, told, pass } = rig(t);
  health.alive(speaker);
  await pass(100, true);
  registry.delete(speaker.id);
  health.forget(speaker);
  told.length = 0;
  health.gone(speaker);
  await pass(30);
  t.strictSame(told, []);
});
