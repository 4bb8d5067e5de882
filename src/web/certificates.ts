import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, DAY_MS } from '../clock.ts';
import type { OwnHosts } from './hosts.ts';
import type { Issued, IssueRequest } from './issue-certificates.ts';
import type { TlsPair } from './listeners.ts';

declare module '../events.ts' {
  interface Events {
    /** A server certificate was issued anew: TLS servers take it from `app.certificates.current()`. */
    'certificate.changed': { fingerprint: string };
  }
}

/** What a TLS server of the station presents, and the CA that clients must trust for it. */
export interface StationCertificate {
  readonly server: TlsPair;
  /** PEM of the CA certificate; DER is what phones and Windows install. */
  readonly caPem: string;
  readonly caDer: Buffer;
  /** SHA-256 of the CA certificate, `AB:CD:…`: what a person compares before trusting it. */
  readonly caFingerprint: string;
  readonly fingerprint: string;
  /** UTC milliseconds. */
  readonly expiresAt: number;
}

export interface Certificates {
  /** The certificate in force; issues the CA and it when there is none that fits. Throws where that fails. */
  current(): Promise<StationCertificate>;
  /** Looks whether names, addresses or the date ask for a new one; true when one was issued. */
  renew(): Promise<boolean>;
}

export interface CertificatesParts {
  /** Folder of the keys, made with mode 0700. */
  dir: string;
  clock: Pick<Clock, 'now'>;
  log: FastifyBaseLogger;
  /** By what the station may be called, as of now. */
  hosts: () => OwnHosts;
  onIssued(made: StationCertificate): void;
  /** The CA that PCs and phones trust was damaged or has expired: they have to install another one. */
  onCaReplaced?(): void;
}

/** A station may be off for weeks; it must not come back with a certificate about to expire. */
const RENEW_BEFORE_MS = 30 * DAY_MS;

/** The box's own CA and server certificate, in `ca.pem` and `server.pem` (key and certificate, mode 0600). */
export function certificates({
  dir,
  clock,
  log,
  hosts,
  onIssued,
  onCaReplaced = () => {},
}: CertificatesParts): Certificates & {
  /** Gives up what is being issued. */
  close(): void;
} {
  const caPath = join(dir, 'ca.pem');
  const serverPath = join(dir, 'server.pem');
  let inForce: StationCertificate | undefined;
  let issuing: Promise<StationCertificate> | undefined;
  const closing = new AbortController();

  async function issueAnew(): Promise<StationCertificate> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const ca = readPair(caPath);
    const usable = ca && isInTime(ca, clock.now()) && ca.certificate.ca ? ca : undefined;
    const { names, addresses } = hosts();
    const request: IssueRequest = { names, addresses, now: clock.now(), ...(usable && { ca: usable.pair }) };
    const issued = await issueInWorker(request, closing.signal);
    if (!usable) {
      const kept = existsSync(caPath) ? `${caPath}.${clock.now()}` : undefined;
      // A damaged file may be mended by hand, or hold the key of what the PCs trust.
      if (kept) await rename(caPath, kept);
      await writeSafely(caPath, issued.ca.key + issued.ca.cert);
      if (kept) log.error({ kept }, 'the certificate authority could not be used and was replaced');
      else log.info({}, 'a certificate authority of this station was made');
      if (kept) onCaReplaced();
    }
    await writeSafely(serverPath, issued.server.key + issued.server.cert);
    const made = describe(issued.ca, issued.server);
    log.info({ names, addresses, expiresAt: made.expiresAt }, 'a server certificate was issued');
    return made;
  }

  function stored(): StationCertificate | undefined {
    const ca = readPair(caPath);
    const server = readPair(serverPath);
    if (!ca || !server || !fits(server, ca, hosts(), clock.now())) return undefined;
    return describe(ca.pair, server.pair);
  }

  function issue(): Promise<StationCertificate> {
    issuing ??= issueAnew()
      .then((made) => {
        inForce = made;
        onIssued(made);
        return made;
      })
      .finally(() => {
        issuing = undefined;
      });
    return issuing;
  }

  return {
    async current() {
      inForce ??= stored();
      return inForce ?? issue();
    },
    async renew() {
      if (stored()) return false;
      await issue();
      return true;
    },
    close: () => closing.abort(),
  };
}

interface Pair {
  readonly pair: TlsPair;
  readonly certificate: X509Certificate;
}

/** Undefined where there is none or it is damaged: then a new one is made. A file that may not be read throws. */
function readPair(path: string): Pair | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  try {
    const start = text.indexOf('-----BEGIN CERTIFICATE-----');
    const pair = { key: text.slice(0, start), cert: text.slice(start) };
    const certificate = new X509Certificate(pair.cert);
    return certificate.checkPrivateKey(createPrivateKey(pair.key)) ? { pair, certificate } : undefined;
  } catch {
    return undefined;
  }
}

function fits({ certificate }: Pair, ca: Pair, { names, addresses }: OwnHosts, now: number): boolean {
  return (
    isInTime({ certificate }, now) &&
    isInTime(ca, now) &&
    certificate.verify(ca.certificate.publicKey) &&
    names.every((name) => certificate.checkHost(name)) &&
    addresses.every((address) => certificate.checkIP(address))
  );
}

function isInTime({ certificate }: Pick<Pair, 'certificate'>, now: number): boolean {
  return Date.parse(certificate.validFrom) <= now && Date.parse(certificate.validTo) - RENEW_BEFORE_MS > now;
}

function describe(ca: TlsPair, server: TlsPair): StationCertificate {
  const caCertificate = new X509Certificate(ca.cert);
  const certificate = new X509Certificate(server.cert);
  return {
    server,
    caPem: ca.cert,
    caDer: caCertificate.raw,
    caFingerprint: caCertificate.fingerprint256,
    fingerprint: certificate.fingerprint256,
    expiresAt: Date.parse(certificate.validTo),
  };
}

/** A file that is there after a power cut is there whole; off the main thread, since a USB disk takes its time. */
async function writeSafely(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  const folder = await open(dirname(path));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** In a worker: loading the X.509 library alone takes longer than the main thread may be held. */
async function issueInWorker(request: IssueRequest, signal: AbortSignal): Promise<Issued> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./issue-certificates.ts', import.meta.url), {
      workerData: request,
      // None of the loaders and inspectors that the main thread may have been started with.
      execArgv: [],
    });
    signal.addEventListener('abort', () => worker.terminate(), { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the certificate worker ended with code ${code}`)));
  });
}
