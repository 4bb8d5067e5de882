import type { FastifyBaseLogger } from 'fastify';
import type { AlertRule, Alerts } from '../alerts/index.ts';
import type { Servers } from './listeners.ts';

/** Nobody but the machine itself reaches the station there. */
export const ADDRESS_ABSENT: AlertRule = {
  id: 'network.address_absent',
  severity: 'critical',
  title: {
    vi: 'Máy Trạm Số không có địa chỉ {address}',
    en: 'The station’s machine does not have the address {address}',
  },
  advice: {
    vi: 'Loa và máy khác không vào được Trạm Số qua địa chỉ này. Kiểm tra dây mạng và địa chỉ IP của máy; có lại địa chỉ thì Trạm Số tự mở. Nếu địa chỉ đã đổi, hãy sửa mục listen.addresses trong tramso.toml rồi khởi động lại Trạm Số.',
    en: 'Speakers and other machines cannot reach the station there. Check the cable and the machine’s IP address; once it is back the station opens by itself. Where it has changed, correct listen.addresses in tramso.toml and restart the station.',
  },
};

/** After a power cut a router may be slower to start than this machine: that is no matter for a person. */
const TELL_MS = 120_000;

export interface LateAddressesParts {
  /** Those to be served, and of them those that no interface has now. */
  wanted: readonly string[];
  absent: () => readonly string[];
  servers: Pick<Servers, 'missing' | 'openMissing'>;
  alerts: () => Pick<Alerts, 'raise' | 'clear' | 'open'>;
  /** Milliseconds on a clock that never steps. */
  monotonic: () => number;
  /** Something has been opened. */
  onOpened(): void;
  log: FastifyBaseLogger;
}

/** A look, to be had every few seconds: opens what could not be opened for want of its address, and tells of it. */
export function lookForAddresses(parts: LateAddressesParts): () => Promise<void> {
  const { wanted, absent, servers, alerts, monotonic, onOpened, log } = parts;
  const since = new Map<string, number>();
  const told = new Set<string>();
  let isFirst = true;

  /** What was told before the start and is over, because the address came back or is not wanted any more. */
  function forget(gone: ReadonlySet<string>): void {
    const before = alerts()
      .open()
      .flatMap(({ rule, subject }) => (rule === ADDRESS_ABSENT.id ? [subject] : []));
    for (const address of new Set([...before, ...wanted])) {
      if (!gone.has(address)) alerts().clear(ADDRESS_ABSENT.id, address);
    }
  }

  function tell(): void {
    const now = monotonic();
    const gone = new Set(absent());
    if (isFirst) forget(gone);
    isFirst = false;
    for (const address of gone) {
      const from = since.get(address) ?? now;
      since.set(address, from);
      if (told.has(address) || now - from < TELL_MS) continue;
      alerts().raise(ADDRESS_ABSENT.id, address, { address });
      told.add(address);
    }
    for (const address of [...since.keys()].filter((one) => !gone.has(one))) {
      since.delete(address);
      if (told.delete(address)) alerts().clear(ADDRESS_ABSENT.id, address);
    }
  }

  return async () => {
    if (servers.missing().length > 0 && (await servers.openMissing())) {
      log.info({ missing: servers.missing() }, 'an address has come, and is served');
      onOpened();
    }
    tell();
  };
}
