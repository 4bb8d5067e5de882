import { escapeXml } from './escape.ts';
import { compose, ignore, type Message } from './library.ts';
import { attribute, child, childrenOf, textOf } from './pick.ts';
import type { PtzPreset } from './types.ts';
import type { XmlElement } from './xml.ts';

/** Some list 300 empty presets. */
const MAX_PRESETS = 512;

/** Speeds of −1…1, time-out in ms; ONVIF PTZ 5.3.3. */
export function moveMessage(
  profile: string,
  speed: { pan: number; tilt: number; zoom: number },
  ms: number,
): Message {
  const [x, y, zoom] = [unit(speed.pan), unit(speed.tilt), unit(speed.zoom)];
  const profileToken = escapeXml(profile);
  const timeout = Math.max(1, Math.round(ms));
  // One axis where only one is moved: there are cameras that take pan and zoom only apart.
  const only = zoom === 0 ? { onlySendPanTilt: true } : x === 0 && y === 0 ? { onlySendZoom: true } : {};
  return compose((cam) => cam.continuousMove({ profileToken, x, y, zoom, timeout, ...only }, ignore));
}

function unit(value: number): number {
  return Number.isFinite(value) ? Math.round(Math.min(1, Math.max(-1, value)) * 1_000) / 1_000 : 0;
}

export function stopMessage(profile: string): Message {
  return compose((cam) => cam.stop({ profileToken: escapeXml(profile), panTilt: true, zoom: true }, ignore));
}

export function askPresets(profile: string): Message {
  return compose((cam) => cam.getPresets({ profileToken: escapeXml(profile) }, ignore));
}

export function goToMessage(profile: string, token: string): Message {
  return compose((cam) =>
    cam.gotoPreset({ profileToken: escapeXml(profile), preset: escapeXml(token) }, ignore),
  );
}

export function setPresetMessage(profile: string, name: string, token: string | undefined): Message {
  const existing = token === undefined ? {} : { presetToken: escapeXml(token) };
  return compose((cam) =>
    cam.setPreset({ profileToken: escapeXml(profile), presetName: escapeXml(name), ...existing }, ignore),
  );
}

export function removePresetMessage(profile: string, token: string): Message {
  return compose((cam) =>
    cam.removePreset({ profileToken: escapeXml(profile), presetToken: escapeXml(token) }, ignore),
  );
}

export function readPresets(response: XmlElement): PtzPreset[] {
  const found = new Map<string, PtzPreset>();
  for (const preset of childrenOf(response, 'Preset').slice(0, MAX_PRESETS)) {
    const token = attribute(preset, 'token');
    if (token) found.set(token, { token, name: textOf(child(preset, 'Name')) });
  }
  return [...found.values()];
}

export function readPresetToken(response: XmlElement): string {
  return textOf(child(response, 'PresetToken'), 200);
}
