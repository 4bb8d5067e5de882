import { connect } from 'node:tls';

export interface CertificateDates {
  /** UTC ms. */
  validFrom: number;
  validTo: number;
  selfSigned: boolean;
}

/**
 * The validity of the certificate that a TLS port shows; undefined where it shows none in time. Whether it can be
 * trusted is not asked: cameras sign their own. Never throws and leaves no socket.
 */
export function readCertificate(
  host: string,
  port: number,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<CertificateDates | undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(undefined);
    // Old firmware speaks TLS 1.0 with short keys; nothing secret is sent over this connection.
    const old = { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT@SECLEVEL=0' };
    const socket = connect({ host, port, rejectUnauthorized: false, ...old });
    const end = (dates?: CertificateDates) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(dates);
    };
    const timer = setTimeout(() => end(), timeoutMs);
    const onAbort = () => end();
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('secureConnect', () => {
      const { valid_from, valid_to, issuer, subject } = socket.getPeerCertificate();
      const [validFrom, validTo] = [Date.parse(valid_from), Date.parse(valid_to)];
      if (Number.isNaN(validFrom) || Number.isNaN(validTo)) return end();
      const selfSigned = JSON.stringify(issuer) === JSON.stringify(subject);
      end({ validFrom, validTo, selfSigned });
    });
    socket.on('error', () => end());
    socket.on('close', () => end());
  });
}
