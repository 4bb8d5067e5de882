import t from 'tap';
import { DAY_MS, localDay } from '../../src/clock.ts';
import { hasRight, type Right, type Role } from '../../src/web/roles.ts';
import { startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { fillCommune, type Known, type Size } from './full-commune.ts';
import { DEVICES, type Device, openAs, reachable, sound, visit } from './walk.ts';

/** Every address of the panel, and the right that its page asks for. */
const pages = (known: Known): [name: string, path: string, right: Right][] => [
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
  ['cameras', '/cameras', 'camera.view'],
  ['camera', `/cameras/${known.camera}`, 'camera.view'],
  ['new cameras', '/cameras/add', 'camera.write'],
  ['map of the cameras', '/cameras/map', 'camera.view'],
  ['wall of cameras', '/cameras/wall', 'camera.view'],
  ['recordings', `/cameras/${known.camera}/footage?day=${yesterday()}`, 'camera.view'],
  ['exports', '/cameras/exports', 'camera.export'],
  ['removed cameras', '/cameras/removed', 'camera.view'],
  ['relays', '/cameras/relays', 'camera.view'],
  ['who looked', '/cameras/viewings', 'audit.read'],
  ['log', '/log', 'playout.read'],
  [
    'log of a speaker',
    `/log?speaker=${known.speaker}&day=${yesterday()}&to=${localDay(Date.now())}`,
    'playout.read',
  ],
  ['playout', `/log/${known.playout}`, 'playout.read'],
  ['alerts', '/alerts', 'alert.read'],
  ['users', '/users', 'user.manage'],
  ['audit', '/audit', 'audit.read'],
  ['commune', '/settings/commune', 'settings.read'],
  ['zones', '/settings/zones', 'settings.read'],
  ['broadcast settings', '/settings/broadcast', 'settings.read'],
  ['calendar settings', '/settings/calendar', 'settings.read'],
  ['camera settings', '/settings/cameras', 'settings.read'],
  ['machine', '/settings/station', 'system.read'],
];

/** At any hour of the day there is something in the log of these two days. */
const yesterday = () => localDay(Date.now() - DAY_MS);

interface Walk {
  role: Role;
  size: Size;
  /** Looked at one after the other without loading the page again. */
  devices: Device[];
}

/** Every page that a role may open, in a commune of that size. */
export function walkEveryPage({ role, size, devices }: Walk): void {
  t.test(`every page of ${role}`, { timeout: 290_000 }, async (t) => {
    const station = await startStation(t);
    const admin = await station.signIn('admin');
    station.app.settings.find('broadcast')?.set({ selfApproval: true });
    const { loopback: url } = await station.listen();
    const [browser, known] = await Promise.all([launchChromium(), fillCommune(station, admin, size)]);
    t.teardown(() => browser.close());
    const [first = 'desk'] = devices;
    const person = await station.signIn(role);
    const { page, complaints } = await openAs(t, browser, url, person, DEVICES[first]);
    const mine = pages(known).filter(([, , right]) => hasRight(role, right));
    for (const [name, path] of [...mine, ['account', '/account'] as const]) {
      await visit(page, url + path);
      for (const device of devices) {
        if (devices.length > 1) await page.setViewportSize(DEVICES[device].viewport);
        const where = `${device} ${role} ${name}`;
        await sound(t, page, where);
        if (hasRight(role, 'emergency.template')) await reachable(t, page, where);
      }
    }
    t.same(complaints, [], 'the browser had nothing to complain about');
  });
}
