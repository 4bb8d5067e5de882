import { connect } from 'node:tls';

/**
 * Until when the certificate is valid (UTC ms) that a TLS port shows; undefined where it shows none in time. Whether it can be
 * trusted is not asked: cameras sign their own. Never throws and leaves no socket.
 */
export function readCertificateEnd(
  host: string,
  port: number,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<number | undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(undefined);
    // Old firmware speaks TLS 1.0 with short keys; nothing secret is sent over this connection.
    const old = { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT@SECLEVEL=0' };
    const socket = connect({ host, port, rejectUnauthorized: false, ...old });
    const end = (validTo?: number) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(validTo);
    };
    const timer = setTimeout(() => end(), timeoutMs);
    const onAbort = () => end();
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('secureConnect', () => {
      const validTo = Date.parse(socket.getPeerCertificate().valid_to);
      end(Number.isNaN(validTo) ? undefined : validTo);
    });
    socket.on('error', () => end());
    socket.on('close', () => end());
  });
}
