import { readBanner } from '../../protocols/tcp-probe.ts';
import { readCertificateEnd } from '../../protocols/tls-certificate.ts';
import type { Found } from './schemas.ts';

/** Which ports of a host are looked at. */
export interface CheckedPorts {
  telnet: number;
  ftp: number;
  http: number;
  https: number;
}

const TIMEOUT_MS = 2_000;
const ASK = 'HEAD / HTTP/1.0\r\n\r\n';

/**
 * What a host offers besides its pictures, one connection after another. Never throws.
 * @param now UTC ms, for the certificate
 */
export async function lookAtPorts(
  host: string,
  ports: CheckedPorts,
  now: number,
  signal: AbortSignal,
): Promise<Found[]> {
  const options = { timeoutMs: TIMEOUT_MS, signal };
  const found: Found[] = [];
  if ((await readBanner(host, ports.telnet, options)) !== undefined) {
    found.push({ code: 'telnet', details: { port: ports.telnet } });
  }
  if ((await readBanner(host, ports.ftp, options))?.startsWith('220')) {
    found.push({ code: 'ftp', details: { port: ports.ftp } });
  }
  const answer = await readBanner(host, ports.http, options, ASK);
  if (answer?.startsWith('HTTP/') && !sendsElsewhere(answer)) {
    found.push({ code: 'plain_http', details: { port: ports.http } });
  }
  const validTo = await readCertificateEnd(host, ports.https, options);
  if (validTo !== undefined && validTo < now) {
    const day = new Date(validTo).toISOString().slice(0, 10).split('-').reverse().join('/');
    found.push({ code: 'certificate_expired', details: { day } });
  }
  return found;
}

/** Redirects to HTTPS and nothing else. */
function sendsElsewhere(answer: string): boolean {
  return /^HTTP\/1\.[01] 30[1278]\b/.test(answer) && /\nlocation:\s*https:/i.test(answer);
}
