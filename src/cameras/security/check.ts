import { probePort } from '../../protocols/tcp-probe.ts';
import { isOldFirmware } from '../firmware-date.ts';
import type { Account, Camera } from '../parts.ts';
import type { Advisories } from './advisories.ts';
import { type ExposureParts, lookWithoutAccount } from './exposure.ts';
import { type CheckedPorts, lookAtPorts } from './open-ports.ts';
import type { Found } from './schemas.ts';
import type { FactoryTry } from './security-repository.ts';

/** What is known of a camera beside what it answers. */
export interface KnownOfCamera {
  camera: Camera;
  /** Where the box reaches it: the ports under which one of its services must answer. */
  places: readonly { host: string; port: number }[];
  ports: CheckedPorts;
  account: Account | undefined;
  factoryAccount: Account | null;
  factoryTry: FactoryTry | undefined;
  conformity: string;
  clockIsOff: boolean;
}

export interface CheckParts extends ExposureParts {
  advisories: Pick<Advisories, 'matching'>;
  now(): number;
}

const TIMEOUT_MS = 3_000;

/** All findings of one camera, the heaviest kinds first as they are looked for; undefined where it is not there. */
export async function checkCamera(
  known: KnownOfCamera,
  parts: CheckParts,
  signal: AbortSignal,
): Promise<Found[] | undefined> {
  if (!(await isThere(known, signal))) return undefined;
  const { camera, ports } = known;
  const asked = await lookWithoutAccount(camera, parts, signal);
  const offered = await lookAtPorts(camera.host, ports, parts.now(), signal);
  signal.throwIfAborted();
  return [...asked, ...offered, ...judgeKnown(known, parts)];
}

async function isThere({ places }: KnownOfCamera, signal: AbortSignal): Promise<boolean> {
  for (const { host, port } of places) {
    if ((await probePort(host, port, { timeoutMs: TIMEOUT_MS, signal })) === 'open') return true;
  }
  signal.throwIfAborted();
  return false;
}

/** What needs no question: the record, the stored account, the tables. */
function judgeKnown(known: KnownOfCamera, { advisories, now }: CheckParts): Found[] {
  const { camera, conformity, clockIsOff } = known;
  const found: Found[] = [];
  if (hasFactoryPassword(known)) found.push({ code: 'factory_password', details: {} });
  for (const { advisory, certainty } of advisories.matching(camera)) {
    const { id, severity, source } = advisory;
    const isGrave = severity === 'critical' || severity === 'unknown';
    const certain = isGrave ? 'vulnerable_critical' : 'vulnerable';
    const code = certainty === 'certain' ? certain : 'maybe_vulnerable';
    found.push({ code, details: { id, source } });
  }
  if (isOldFirmware(camera.firmware, now())) found.push({ code: 'old_firmware', details: {} });
  if (clockIsOff) found.push({ code: 'clock_off', details: {} });
  if (conformity.trim() === '') found.push({ code: 'no_conformity', details: {} });
  found.push({ code: 'password_age_unknown', details: {} });
  return found;
}

/** The account with which the box signs in is that of the factory, or the one try of it was let in. */
function hasFactoryPassword({ account, factoryAccount, factoryTry }: KnownOfCamera): boolean {
  if (factoryTry?.outcome === 'accepted') return true;
  if (!account || !factoryAccount) return false;
  return account.username === factoryAccount.username && account.password === factoryAccount.password;
}
