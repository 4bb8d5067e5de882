import * as device from './device.ts';
import { OnvifError } from './error.ts';
import type { Message } from './library.ts';
import { type Line, openLine } from './line.ts';
import * as ptz from './ptz.ts';
import type { ConnectOptions, OnvifCamera, TimeZone } from './types.ts';
import { readVideo } from './video.ts';
import type { XmlElement } from './xml.ts';

/** See openLine() for what it asks and throws. */
export async function connect(options: ConnectOptions): Promise<OnvifCamera> {
  return cameraOf(await openLine(options));
}

function cameraOf(line: Line): OnvifCamera {
  const { url, session, services } = line;
  let { clock } = line;

  async function call(message: Message): Promise<XmlElement> {
    const at = message.service === 'device' ? url : services[message.service];
    if (!at)
      throw new OnvifError('fault', `it has no ${message.service} service`, { fault: 'ActionNotSupported' });
    return session.call(at, message.body);
  }

  /** Each maker knows its own zones: where it refuses this one, its own stays. */
  async function inZone(zone: TimeZone, set: (name: string | undefined) => Promise<unknown>): Promise<void> {
    if (clock.zoneMs === zone.ms) return void (await set(undefined));
    try {
      await set(zone.name);
    } catch (error) {
      if (!(error instanceof OnvifError) || error.kind !== 'fault') throw error;
      await set(undefined);
    }
  }

  return {
    url: url.href,
    information: line.information,
    get clock() {
      return clock;
    },
    get auth() {
      return session.auth;
    },
    services: {
      media: services.media !== undefined,
      media2: services.media2 !== undefined,
      ptz: services.ptz !== undefined,
      events: services.events !== undefined,
    },
    async measureClock() {
      clock = await line.measureClock();
      session.clock = clock;
      return clock;
    },
    video: () => readVideo(call, services, url.hostname),
    network: async () => device.readNetwork(await call(device.ASK_NETWORK)),
    async setClock(at, zone) {
      // Where it tells its local time as UTC, it takes what it is given as that too.
      const told = clock.localCalledUtc ? at + zone.ms : at;
      await inZone(zone, (name) => call(device.setClockMessage(told, name)));
      // Tokens go by the new time from here on.
      await this.measureClock();
    },
    async setNtp(host, zone) {
      await call(device.setNtpMessage(host));
      await inZone(zone, (name) => call(device.followNtpMessage(name)));
    },
    move: async (profile, speed, ms) => void (await call(ptz.moveMessage(profile, speed, ms))),
    stop: async (profile) => void (await call(ptz.stopMessage(profile))),
    presets: async (profile) => ptz.readPresets(await call(ptz.askPresets(profile))),
    goToPreset: async (profile, token) => void (await call(ptz.goToMessage(profile, token))),
    setPreset: async (profile, name, token) =>
      ptz.readPresetToken(await call(ptz.setPresetMessage(profile, name, token))) || (token ?? ''),
    removePreset: async (profile, token) => void (await call(ptz.removePresetMessage(profile, token))),
  };
}
