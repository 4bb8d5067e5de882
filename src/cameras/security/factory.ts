import { AppError } from '../../errors.ts';
import { describeStream } from '../../protocols/rtsp-describe.ts';
import type { Account, Camera } from '../parts.ts';
import type { KeptAccountGate } from '../sign-in/account-gate.ts';
import { askableStream } from './askable-stream.ts';
import type { FactoryTry, SecurityRepository } from './security-repository.ts';

export interface FactoryParts {
  gate: Pick<KeptAccountGate, 'resting' | 'isBusy' | 'refused' | 'tries'>;
  factoryAccount(camera: Camera): Account | null;
  /** The cameras of the same unit, itself among them: a recorder has one account for all its channels. */
  unitOf(camera: Camera): readonly Camera[];
  repository: Pick<SecurityRepository, 'factoryTry' | 'saveFactoryTry'>;
  /** Runs the work in one transaction. */
  transaction(work: () => void): void;
  now(): number;
  describe?: typeof describeStream;
}

const HOUR_MS = 3_600_000;
const AGAIN_AFTER_MS = 24 * HOUR_MS;
const TIMEOUT_MS = 8_000;

/**
 * Tries the one account that the profile names, once, since a person asked for it. That it is tried, and by whom, is
 * on the disk before the camera is asked.
 * @param audit written with it
 * @throws AppError `camera.no_factory_account`, `camera.rtsp_unknown`, `camera.factory_tried`, `camera.account_resting`,
 * `camera.signing_in`, `camera.tried_enough`
 */
export async function tryFactoryAccount(
  camera: Camera,
  audit: () => void,
  { gate, factoryAccount, unitOf, repository, transaction, now, describe = describeStream }: FactoryParts,
  signal: AbortSignal,
): Promise<FactoryTry> {
  const account = factoryAccount(camera);
  if (!account) throw new AppError('camera.no_factory_account');
  const stream = askableStream(camera);
  if (stream === undefined) throw new AppError('camera.rtsp_unknown');
  const last = Math.max(...unitOf(camera).map(({ id }) => repository.factoryTry(id)?.triedAt ?? 0));
  const restMs = last + AGAIN_AFTER_MS - now();
  if (restMs > 0 && restMs <= AGAIN_AFTER_MS) {
    throw new AppError('camera.factory_tried', { hours: Math.ceil(restMs / HOUR_MS) });
  }
  // It may count towards a lockout, and the station's own account is worth more.
  if (gate.resting(camera.id)) throw new AppError('camera.account_resting');
  if (gate.isBusy(camera.id)) throw new AppError('camera.signing_in');
  gate.tries.check(camera.host);
  const triedAt = now();
  transaction(() => {
    repository.saveFactoryTry(camera.id, { triedAt, outcome: 'unknown' });
    audit();
  });
  const { outcome } = await describe(stream, { account, timeoutMs: TIMEOUT_MS, signal });
  if (outcome === 'locked') gate.refused(camera.id, 'locked');
  if (outcome === 'refused') gate.tries.refused(camera.host);
  // An open stream lets in whatever account: then nothing is known of it.
  const isOpen =
    outcome === 'described' &&
    (await describe(stream, { timeoutMs: TIMEOUT_MS, signal })).outcome === 'described';
  const result: FactoryTry = {
    triedAt,
    outcome: outcome === 'described' && !isOpen ? 'accepted' : outcome === 'refused' ? 'refused' : 'unknown',
  };
  transaction(() => repository.saveFactoryTry(camera.id, result));
  return result;
}
