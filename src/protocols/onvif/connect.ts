import * as device from './device.ts';
import { OnvifError } from './error.ts';
import type { Message } from './library.ts';
import { type Line, openLine } from './line.ts';
import * as ptz from './ptz.ts';
import type { ConnectOptions, OnvifCamera } from './types.ts';
import { readSnapshotUrl, readVideo } from './video.ts';
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

  return {
    url: url.href,
    information: line.information,
    get clock() {
      return clock;
    },
    get auth() {
      return session.auth;
    },
    get certificate() {
      return session.certificate;
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
    snapshotUrl: (profile) => readSnapshotUrl(call, services, profile, url.hostname),
    network: async () => device.readNetwork(await call(device.ASK_NETWORK)),
    hostname: async () => device.readHostname(await call(device.ASK_HOSTNAME)),
    async setClock(at) {
      await call(device.setClockMessage(at));
      // Tokens go by the new time from here on.
      await this.measureClock();
    },
    async setNtp(host) {
      if (host === null) return this.setClock(line.now());
      await call(device.setNtpMessage(host));
      await call(device.followNtpMessage());
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
