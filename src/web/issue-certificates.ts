/**
 * A worker thread: makes the CA where none is given and a server certificate signed by it, sends them back as
 * PEM and ends. Elliptic P-256 throughout, which every phone and Windows of the last ten years knows.
 */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { DAY_MS } from '../clock.ts';
import type { TlsPair } from './listeners.ts';

export interface IssueRequest {
  names: readonly string[];
  addresses: readonly string[];
  /** UTC milliseconds. */
  now: number;
  ca?: TlsPair;
}

export interface Issued {
  ca: TlsPair;
  server: TlsPair;
}

const CA_DAYS = 3_650;
/** Browsers refuse more than 398. */
const SERVER_DAYS = 395;
/** Backdated, for clients whose clocks are behind. */
const BACKDATED_DAYS = 1;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

// The library's dependency container insists on these two functions of the decorator metadata proposal. What it
// makes with them takes no arguments, so there is never any metadata to give.
Object.assign(Reflect, { getMetadata: () => undefined, getOwnMetadata: () => undefined });
const x509 = await import('@peculiar/x509');

const request: IssueRequest = workerData;
const ca = request.ca ? await readAuthority(request.ca) : await makeAuthority();
const issued: Issued = { ca: await toPair(ca), server: await toPair(await makeServer(ca)) };
parentPort?.postMessage(issued);

interface Made {
  privateKey: CryptoKey;
  certificate: InstanceType<typeof x509.X509Certificate>;
}

async function makeAuthority(): Promise<Made> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      // Several stations may be trusted by one PC: the random part tells their CAs apart.
      name: [{ CN: [`Trạm Số ${hostname()} ${randomBytes(3).toString('hex')}`] }, { O: ['Trạm Số'] }],
      ...validity(CA_DAYS),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  return { privateKey: keys.privateKey, certificate };
}

async function makeServer(authority: Made): Promise<Made> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: [{ CN: [request.names.at(1) ?? 'tramso'] }],
      issuer: authority.certificate.subjectName,
      ...validity(SERVER_DAYS),
      signingAlgorithm: ALGORITHM,
      signingKey: authority.privateKey,
      publicKey: keys.publicKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([
          ...request.names.map((value) => ({ type: 'dns' as const, value })),
          ...request.addresses.map((value) => ({ type: 'ip' as const, value })),
        ]),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
        await x509.AuthorityKeyIdentifierExtension.create(authority.certificate, false, crypto),
      ],
    },
    crypto,
  );
  return { privateKey: keys.privateKey, certificate };
}

async function readAuthority({ key, cert }: TlsPair): Promise<Made> {
  const der = x509.PemConverter.decodeFirst(key);
  const privateKey = await crypto.subtle.importKey('pkcs8', der, ALGORITHM, true, ['sign']);
  return { privateKey, certificate: new x509.X509Certificate(cert) };
}

async function toPair({ privateKey, certificate }: Made): Promise<TlsPair> {
  const der = await crypto.subtle.exportKey('pkcs8', privateKey);
  return {
    key: `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`,
    cert: `${certificate.toString('pem')}\n`,
  };
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const start = request.now - BACKDATED_DAYS * DAY_MS;
  return { notBefore: new Date(start), notAfter: new Date(start + days * DAY_MS) };
}

/** 16 random bytes, positive (RFC 5280 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
