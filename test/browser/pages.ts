import type { Browser } from 'playwright-core';
import t, { type Test } from 'tap';
import { hasRight, type Right, ROLES, type Role } from '../../src/web/roles.ts';
import { type Station, startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { fillCommune, type Known } from './full-commune.ts';
import { DEVICES, type Device, openAs, reachable, sound, visit } from './walk.ts';

/** Every address of the panel, and the right that its page asks for. */
export const pages = (known: Known): [name: string, path: string, right: Right][] => [
  ['today', '/', 'playout.read'],
  ['bulletins', '/bulletins', 'bulletin.read'],
  ['bulletin', `/bulletins/${known.bulletin}`, 'bulletin.read'],
  ['draft', `/bulletins/${known.draft}`, 'bulletin.read'],
  ['new bulletin', '/bulletins/new', 'bulletin.write'],
  ['templates', '/bulletins/emergency', 'emergency.template'],
  ['week', '/schedules', 'schedule.read'],
  ['schedules', '/schedules?view=list', 'schedule.read'],
  ['schedule', `/schedules/${known.schedule}`, 'schedule.read'],
  ['new schedule', `/schedules/new?bulletin=${known.bulletin}`, 'schedule.write'],
  ['speakers', '/speakers', 'speaker.read'],
  ['speaker', `/speakers/${known.speaker}`, 'speaker.read'],
  ['new speaker', '/speakers/add', 'speaker.write'],
  ['log', '/log', 'playout.read'],
  ['log of a speaker', `/log?speaker=${known.speaker}`, 'playout.read'],
  ['playout', `/log/${known.playout}`, 'playout.read'],
  ['alerts', '/alerts', 'alert.read'],
  ['users', '/users', 'user.manage'],
  ['audit', '/audit', 'audit.read'],
  ['commune', '/settings/commune', 'settings.read'],
  ['zones', '/settings/zones', 'settings.read'],
  ['broadcast settings', '/settings/broadcast', 'settings.read'],
  ['calendar settings', '/settings/calendar', 'settings.read'],
  ['machine', '/settings/station', 'system.read'],
];

/** Every page of every role on one device, in a commune with more of everything than a page can show. */
export function walkEveryPage(device: Device): void {
  let browser: Browser;
  let station: Station;
  let url: string;
  let known: Known;
  t.before(async () => {
    station = await startStation(t);
    const admin = await station.signIn('admin');
    station.app.settings.find('broadcast')?.set({ selfApproval: true });
    const listeners = await station.listen();
    url = listeners.loopback;
    [browser, known] = await Promise.all([launchChromium(), fillCommune(station, admin)]);
  });
  t.teardown(() => browser?.close());

  for (const role of ROLES) {
    t.test(`every page of ${role} on a ${device}`, { timeout: 280_000 }, (t) => walk(t, role));
  }

  async function walk(t: Test, role: Role): Promise<void> {
    const person = await station.signIn(role);
    const { page, complaints } = await openAs(t, browser, url, person, DEVICES[device]);
    const mine = pages(known).filter(([, , right]) => hasRight(role, right));
    for (const [name, path] of [...mine, ['account', '/account'] as const]) {
      await visit(page, url + path);
      const where = `${device} ${role} ${name}`;
      await sound(t, page, where);
      if (hasRight(role, 'emergency.template')) await reachable(t, page, where);
    }
    t.same(complaints, [], 'the browser had nothing to complain about');
  }
}
