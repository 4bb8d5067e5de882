import { AppError } from '../../errors.ts';
import { type Onvif, type OnvifCamera, OnvifError } from '../../protocols/onvif/index.ts';
import { hostIn } from '../../protocols/url-host.ts';
import type { Account } from '../parts.ts';
import type { CameraStream } from '../schemas.ts';
import type { KeptAccountGate } from '../sign-in/account-gate.ts';
import { shortText } from './from-camera.ts';
import type { CameraProfile } from './profile.ts';
import { recogniser } from './recognise.ts';
import { fromProfile, streamsOf } from './streams-of.ts';

/** What one unit says of itself, cleaned. */
export interface UnitReading {
  profile: string;
  maker: string;
  model: string;
  firmware: string;
  serial: string;
  macs: string[];
  channels: { token: string; number: number; streams: CameraStream[]; ptz: boolean }[];
}

export interface ReadingParts {
  onvif: Pick<Onvif, 'connect'>;
  profiles: ReadonlyMap<string, CameraProfile>;
  accounts: Pick<KeptAccountGate, 'onvif' | 'tries'>;
  now(): number;
}

const CHANNELS_MAX = 64;
/** Of the first connection, with room for a slow recorder. */
const DEADLINE_MS = 15_000;

/**
 * Connects once with this account and reads everything that the registry keeps. Throws OnvifError, and
 * `camera.no_stream` where it shows no picture. `profile` is what the officer chose; else it is recognised.
 */
export async function readUnit(
  parts: ReadingParts,
  unit: {
    url: string;
    account: Account | null;
    profile?: string | undefined;
    of?: SignIn['of'];
    signal?: AbortSignal | undefined;
  },
): Promise<UnitReading> {
  const { profiles } = parts;
  const { url, account, of, signal } = unit;
  const camera = await connectOnce(parts, { url, account, of, signal });
  const macs = await macsOf(camera);
  const maker = shortText(camera.information.maker, 100);
  const model = shortText(camera.information.model, 100);
  const id = unit.profile ?? recogniser(profiles)({ maker, model, macs });
  const host = hostIn(camera.url);
  const profile = profiles.get(id);
  const video = (await camera.video()).slice(0, CHANNELS_MAX);
  const channels = video.map((channel, index) => ({
    token: channel.token.slice(0, 200),
    number: index + 1,
    streams: streamsOf(channel, index + 1, host, profile),
    ptz: camera.services.ptz && channel.profiles.some(({ ptz }) => ptz),
  }));
  const shown = channels.filter(({ streams }) => streams.length > 0);
  const byTemplate = fromProfile(1, host, profile);
  if (shown.length === 0 && byTemplate.length === 0) throw new AppError('camera.no_stream');
  return {
    profile: id,
    maker,
    model,
    firmware: shortText(camera.information.firmware, 100),
    serial: shortText(camera.information.serial, 100),
    macs,
    channels: shown.length > 0 ? shown : [{ token: '', number: 1, streams: byTemplate, ptz: false }],
  };
}

export interface SignIn {
  url: string;
  account: Account | null;
  /** The camera whose stored account it is. `insists`: a person wants it tried though it was refused. */
  of?: { camera: string; insists?: boolean } | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * One try with this account, since a person asks for it. None where the address has refused too often lately
 * (`camera.tried_enough`), nor where the stored account was refused a short while ago (`camera.account_resting`).
 */
export async function connectOnce(
  { onvif, accounts, now }: Pick<ReadingParts, 'onvif' | 'accounts' | 'now'>,
  { url, account, of, signal }: SignIn,
): Promise<OnvifCamera> {
  const { tries, onvif: gate } = accounts;
  const host = hostIn(url);
  tries.check(host);
  if (of && !of.insists && gate.resting(of.camera)) throw new AppError('camera.account_resting');
  try {
    const camera = await onvif.connect({
      url,
      account: account ?? undefined,
      deadlineMs: DEADLINE_MS,
      signal,
      now,
    });
    tries.accepted(host);
    if (of && account) gate.accepted(of.camera);
    return camera;
  } catch (error) {
    if (error instanceof OnvifError && (error.kind === 'refused' || error.kind === 'locked')) {
      if (of && account) gate.refused(of.camera, error.kind);
      else tries.refused(host);
    }
    throw error;
  }
}

/** It may be that only an administrator may ask: then nothing is known, and nothing is wrong. */
async function macsOf(camera: OnvifCamera): Promise<string[]> {
  try {
    const cards = await camera.network();
    return [...new Set(cards.map(({ mac }) => mac).filter((mac) => mac !== ''))].slice(0, 16);
  } catch (error) {
    if (error instanceof OnvifError) return [];
    throw error;
  }
}
