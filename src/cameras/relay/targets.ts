import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../clock.ts';
import type { Secrets } from '../../config/secrets.ts';
import type { Db } from '../../db/open.ts';
import { AppError, invalid } from '../../errors.ts';
import { cleanName } from '../../names.ts';
import type { Credentials } from '../../protocols/http-auth.ts';
import type { Audit } from '../../web/audit.ts';
import { type RelayAddress, relayAddress } from './address.ts';
import type { relaysRepository, TargetRow } from './relays-repository.ts';
import type { RelayTarget, RelayTargetInput } from './schemas.ts';

export interface Targets {
  list(): RelayTarget[];
  /** Throws `item.not_found`. */
  require(id: string): TargetRow;
  /** Where to, and as whom. Throws where it was sealed with another key. */
  opened(target: TargetRow): { address: RelayAddress; account: Credentials | undefined };
  /** Throws `input.invalid`. */
  add(request: FastifyRequest, input: RelayTargetInput): RelayTarget;
  /** Throws `item.not_found`, `camera.relay_in_use`. */
  remove(request: FastifyRequest, id: string): void;
}

interface TargetsParts {
  db: Db;
  rows: ReturnType<typeof relaysRepository>;
  clock: Pick<Clock, 'now'>;
  secrets: Pick<Secrets, 'seal' | 'open'>;
  audit: Pick<Audit, 'append'>;
  isInUse(id: string): boolean;
}

/** What is sealed of a receiver; `url` where the address itself holds a key. */
interface TargetSecrets {
  username?: string;
  password?: string;
  url?: string;
}

/** Where pictures may be sent: written down beforehand by an administrator, and by nobody else. */
export function createTargets({ db, rows, clock, secrets, audit, isInUse }: TargetsParts): Targets {
  const context = (id: string) => `camera_relay_targets.credentials.${id}`;

  function secretsOf({ id, credentials }: TargetRow): TargetSecrets {
    return credentials === null ? {} : JSON.parse(secrets.open(credentials, context(id)));
  }

  function opened(row: TargetRow): ReturnType<Targets['opened']> {
    const { username, password = '', url = row.url } = secretsOf(row);
    return {
      address: relayAddress(url),
      account: username === undefined ? undefined : { username, password },
    };
  }

  /** Of one whose key is another station's, nobody's name is known; it can still be removed. */
  function usernameOf(row: TargetRow): string | null {
    try {
      return secretsOf(row).username ?? null;
    } catch {
      return null;
    }
  }

  function shown({ credentials, ...row }: TargetRow): RelayTarget {
    return { ...row, username: usernameOf({ ...row, credentials }) };
  }

  function requireTarget(id: string): TargetRow {
    const row = rows.target(id);
    if (!row) throw new AppError('item.not_found');
    return row;
  }

  function sealed(
    id: string,
    input: RelayTargetInput,
    { protocol, url, shown }: RelayAddress,
  ): string | null {
    const { username = '', password = '' } = input;
    const seal = (kept: TargetSecrets) => secrets.seal(JSON.stringify(kept), context(id));
    if (username === '' && password === '') return url === shown ? null : seal({ url });
    if (protocol !== 'rtsp') {
      throw invalid(
        'username',
        'chỉ dùng được tài khoản với địa chỉ rtsp:// hoặc rtsps://',
        'an account can be used with rtsp:// and rtsps:// only',
      );
    }
    if (username === '') throw invalid('username', 'không được để trống', 'it must not be empty');
    return seal({ username, password });
  }

  return {
    list: () => rows.targets().map(shown),
    require: requireTarget,
    opened,
    add(request, input) {
      const name = cleanName(input.name);
      if (name === '') throw invalid('name', 'không được để trống', 'it must not be empty');
      if (rows.targets().some((other) => other.name === name)) {
        throw invalid('name', 'đã có nơi nhận mang tên này', 'a receiver of this name exists');
      }
      const address = relayAddress(input.url);
      const { shown: url } = address;
      const id = uuidv7();
      const credentials = sealed(id, input, address);
      const createdBy = request.user?.name ?? '';
      db.transaction(() => {
        rows.insertTarget({ id, name, url, credentials, createdBy, createdAt: clock.now() });
        const details = { name, url, username: input.username };
        audit.append({ request, action: 'camera.relay_target_add', target: `relay-target:${id}`, details });
      })();
      return shown(requireTarget(id));
    },
    remove(request, id) {
      const { name, url } = requireTarget(id);
      if (isInUse(id)) throw new AppError('camera.relay_in_use', { name });
      db.transaction(() => {
        rows.removeTarget(id);
        const details = { name, url };
        audit.append({
          request,
          action: 'camera.relay_target_remove',
          target: `relay-target:${id}`,
          details,
        });
      })();
    },
  };
}
