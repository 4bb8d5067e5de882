import { deviceUrl } from './address.ts';
import { readClock } from './clock.ts';
import * as device from './device.ts';
import { OnvifError } from './error.ts';
import { askProfiles } from './media.ts';
import { openSession, type Session } from './session.ts';
import type { ClockReading, ConnectOptions, DeviceInformation } from './types.ts';
import type { XmlElement } from './xml.ts';

const DEADLINE = 15_000;
const REQUEST = 5_000;

/** A camera that we have got through to, with what only this folder needs. */
export interface Line {
  url: URL;
  session: Session;
  services: device.ServiceUrls;
  information: DeviceInformation;
  clock: ClockReading;
  /** UTC ms. */
  now: () => number;
  measureClock(): Promise<ClockReading>;
}

/**
 * Gets through to a camera: its clock, what it is, and its services; the account is sent once. Where it tells what it
 * is to anybody, the account is proven on its media profiles instead. `signal` is for this, that of the options for
 * what is asked later. Throws OnvifError, or the signal's reason.
 */
export async function openLine(
  options: ConnectOptions,
  signal: AbortSignal | undefined = options.signal,
): Promise<Line> {
  const { deadlineMs = DEADLINE } = options;
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort(new OnvifError('timeout', `it has not told what it is within ${deadlineMs} ms`));
  }, deadlineMs);
  try {
    return await open(options, signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function open(options: ConnectOptions, opening: AbortSignal): Promise<Line> {
  const { account, requestMs = REQUEST, now = Date.now } = options;
  const url = deviceUrl(options.url);
  let signal: AbortSignal | undefined = opening;
  const session = openSession(
    {
      account,
      requestMs,
      now,
      get signal() {
        return signal;
      },
    },
    () => measureClock(),
  );

  async function measureClock(): Promise<ClockReading> {
    const sentAt = now();
    // ONVIF Core 8.3.5: anybody may ask. Those that will not have it are asked with the account, by the box's clock.
    const response = await session.ask(url, device.ASK_CLOCK.body).catch((error: unknown) => {
      if (!(error instanceof OnvifError) || error.kind !== 'refused' || session.auth === 'none') throw error;
      return session.call(url, device.ASK_CLOCK.body);
    });
    return readClock(response, sentAt, now());
  }

  const first = await measureClock().catch((error: unknown) => {
    if (error instanceof OnvifError && (error.kind === 'refused' || error.kind === 'fault')) return undefined;
    throw error;
  });
  if (first) session.clock = first;
  const information = device.readInformation(await session.call(url, device.ASK_INFORMATION.body));
  const services = await findServices(session, url);
  const media = services.media ?? services.media2;
  if (account && session.auth === 'none' && media) {
    await session.call(media, askProfiles(!services.media).body).catch(onlyRefusals);
  }
  const clock = first ?? (await measureClock().catch(() => readClock(NOTHING, now(), now())));
  signal = options.signal;
  return { url, session, services, information, clock, now, measureClock };
}

const NOTHING: XmlElement = { name: '', namespace: '', attributes: new Map(), children: [], text: '' };

/** Of a question that was only asked to prove the account. */
function onlyRefusals(error: unknown): void {
  if (!(error instanceof OnvifError) || error.kind === 'refused' || error.kind === 'locked') throw error;
}

/** What both ways of asking tell together: some name no media service in the newer one, some know only the older. */
export async function findServices(session: Session, url: URL): Promise<device.ServiceUrls> {
  let services: device.ServiceUrls = { named: null };
  try {
    services = device.readServices(await session.call(url, device.ASK_SERVICES.body), url);
  } catch (error) {
    // Older than GetServices, or a device service that stumbles over it or answers nothing at all.
    if (!(error instanceof OnvifError) || error.kind === 'refused' || error.kind === 'locked') throw error;
  }
  if (services.media || services.media2) return services;
  try {
    const older = device.readCapabilities(await session.call(url, device.ASK_CAPABILITIES.body), url);
    return { ...older, ...services, named: services.named ?? older.named };
  } catch (error) {
    const isEnough = services.events !== undefined || services.ptz !== undefined;
    if (isEnough && error instanceof OnvifError && error.kind === 'fault') return services;
    throw error;
  }
}
