import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { pino } from 'pino';
import t from 'tap';
import { certificates, type StationCertificate } from '../../src/web/certificates.ts';
import { startStation } from '../harness.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 11, 1);

function setUp(dir: string) {
  const state = {
    now: START,
    names: ['localhost', 'tram-so', 'tram-so.local', 'may_tram', 'xn--x-tn-doad'],
    addresses: ['127.0.0.1', '::1', '192.168.1.10'],
    replaced: 0,
  };
  const issued: StationCertificate[] = [];
  const make = () =>
    certificates({
      dir: join(dir, 'tls'),
      clock: { now: () => state.now },
      log: pino({ level: 'silent' }),
      hosts: () => state,
      onIssued: (made) => issued.push(made),
      onCaReplaced: () => state.replaced++,
    });
  return { state, issued, make };
}

t.test('the CA and the server certificate are what browsers and phones accept', async (t) => {
  const dir = t.testdir();
  const { caPem, caDer, server, caFingerprint, expiresAt } = await setUp(dir).make().current();
  const ca = new X509Certificate(caPem);
  const leaf = new X509Certificate(server.cert);
  t.ok(ca.ca);
  t.notOk(leaf.ca);
  t.ok(leaf.checkIssued(ca));
  t.ok(leaf.verify(ca.publicKey));
  t.equal(ca.fingerprint256, caFingerprint);
  t.same(new X509Certificate(caDer).fingerprint256, caFingerprint);
  t.same(
    [ca.publicKey.asymmetricKeyDetails, leaf.publicKey.asymmetricKeyDetails],
    [{ namedCurve: 'prime256v1' }, { namedCurve: 'prime256v1' }],
  );
  const days = (certificate: X509Certificate) =>
    (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / DAY_MS;
  t.equal(days(ca), 3650);
  t.ok(days(leaf) <= 397);
  t.ok(Date.parse(leaf.validTo) === expiresAt && expiresAt < Date.parse(ca.validTo));
  t.ok(Date.parse(leaf.validFrom) < START, 'also for clocks that are behind');
  for (const name of ['localhost', 'tram-so', 'tram-so.local']) t.ok(leaf.checkHost(name), name);
  for (const address of ['127.0.0.1', '::1', '192.168.1.10']) t.ok(leaf.checkIP(address), address);
  t.notOk(leaf.checkHost('example.org'));
  t.notOk(leaf.checkIP('192.168.1.11'));
});

t.test('OpenSSL agrees, by the strict rules of RFC 5280', async (t) => {
  const dir = t.testdir();
  const { caPem, server } = await setUp(dir).make().current();
  writeFileSync(join(dir, 'ca.crt'), caPem);
  writeFileSync(join(dir, 'leaf.crt'), server.cert);
  const at = String(START / 1000);
  const verify = (...check: string[]) =>
    execFileSync(
      'openssl',
      [
        'verify',
        '-x509_strict',
        '-purpose',
        'sslserver',
        '-attime',
        at,
        ...check,
        '-CAfile',
        join(dir, 'ca.crt'),
        join(dir, 'leaf.crt'),
      ],
      { encoding: 'utf8', stdio: 'pipe' },
    );
  t.match(verify('-verify_hostname', 'tram-so.local'), /OK/);
  t.match(verify('-verify_ip', '192.168.1.10'), /OK/);
  t.throws(() => verify('-verify_hostname', 'example.org'), /hostname mismatch/i);
});

t.test('keys are for their owner alone, and the same pair serves the next start', async (t) => {
  const dir = t.testdir();
  const { make, issued } = setUp(dir);
  const first = await make().current();
  for (const name of ['ca.pem', 'server.pem'])
    t.equal(statSync(join(dir, 'tls', name)).mode & 0o777, 0o600, name);
  t.equal(statSync(join(dir, 'tls')).mode & 0o777, 0o700);
  t.equal((await make().current()).fingerprint, first.fingerprint);
  t.equal(issued.length, 1);
});

t.test('two who ask at once get the same certificate', async (t) => {
  const { make, issued } = setUp(t.testdir());
  const asked = make();
  const [one, other] = await Promise.all([asked.current(), asked.current()]);
  t.equal(one.fingerprint, other.fingerprint);
  t.equal(issued.length, 1);
});

t.test('a new address, a new name or an approaching end make a new certificate by the same CA', async (t) => {
  const { state, make, issued } = setUp(t.testdir());
  const asked = make();
  const first = await asked.current();
  t.equal(await asked.renew(), false);
  const steps: [string, () => void][] = [
    ['address', () => state.addresses.push('10.20.30.40')],
    ['name', () => state.names.push('loa.xa-tan-phu.local')],
    [
      'end',
      () => {
        state.now += 366 * DAY_MS;
      },
    ],
  ];
  for (const [what, change] of steps) {
    const before = (await asked.current()).fingerprint;
    change();
    t.equal(await asked.renew(), true, what);
    const after = await asked.current();
    t.not(after.fingerprint, before, what);
    t.equal(after.caFingerprint, first.caFingerprint, what);
    t.equal(await asked.renew(), false, what);
  }
  t.ok(new X509Certificate((await asked.current()).server.cert).checkIP('10.20.30.40'));
  t.equal(issued.length, 4);
  state.addresses = ['127.0.0.1'];
  t.equal(await asked.renew(), false, 'an address that went away may come back');
});

t.test('a CA at its end is replaced', async (t) => {
  const { state, make } = setUp(t.testdir());
  const asked = make();
  const first = await asked.current();
  state.now += 3_630 * DAY_MS;
  t.equal(await asked.renew(), true);
  t.not((await asked.current()).caFingerprint, first.caFingerprint);
});

t.test('damaged files are replaced, and a sound CA is kept', async (t) => {
  const dir = t.testdir();
  const { make, state } = setUp(dir);
  const first = await make().current();
  const path = (name: string) => join(dir, 'tls', name);
  for (const text of [
    '',
    'not PEM',
    first.server.key,
    readFileSync(path('server.pem'), 'utf8').slice(0, 300),
    readFileSync(path('ca.pem'), 'utf8'),
  ]) {
    writeFileSync(path('server.pem'), text);
    const again = await make().current();
    t.equal(again.caFingerprint, first.caFingerprint);
    t.ok(new X509Certificate(again.server.cert).verify(new X509Certificate(first.caPem).publicKey));
  }
  writeFileSync(path('ca.pem'), 'half a');
  t.equal(state.replaced, 0);
  const renewed = await make().current();
  t.equal(state.replaced, 1, 'somebody is told');
  const kept = readdirSync(join(dir, 'tls')).filter((name) => /^ca\.pem\.\d+$/.test(name));
  t.same(
    kept.map((name) => readFileSync(path(name), 'utf8')),
    ['half a'],
  );
  t.not(renewed.caFingerprint, first.caFingerprint);
  t.ok(new X509Certificate(renewed.server.cert).verify(new X509Certificate(renewed.caPem).publicKey));
});

t.test('where nothing can be written the caller is told', async (t) => {
  const dir = t.testdir({ tls: 'a file where the folder should be' });
  await t.rejects(setUp(dir).make().current(), { code: /EEXIST|ENOTDIR/ });
  chmodSync(dir, 0o700);
});

t.test('a CA that can’t be read is never replaced', async (t) => {
  const dir = t.testdir({ tls: { 'ca.pem': {} } });
  await t.rejects(setUp(dir).make().current(), { code: 'EISDIR' });
  t.ok(statSync(join(dir, 'tls', 'ca.pem')).isDirectory());
});

t.test('closing gives up what is being issued', async (t) => {
  const asked = setUp(t.testdir()).make();
  const current = asked.current();
  asked.close();
  await t.rejects(current, /certificate worker ended|aborted/);
});

function presented(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    }).on('error', reject);
  });
}

t.test('a running station takes up a new certificate without a restart', async (t) => {
  const hostnames: string[] = [];
  const station = await startStation(t, { config: { listen: { hostnames } } });
  const { https } = await station.listen();
  const port = Number(new URL(https).port);
  const before = await presented(port);
  const changes: string[] = [];
  station.app.events.on('certificate.changed', ({ fingerprint }) => changes.push(fingerprint));
  hostnames.push('tram-so.tan-phu.example');
  t.equal(await station.app.certificates.renew(), true);
  const after = await presented(port);
  t.not(after, before);
  t.same(changes, [after]);
  t.equal((await station.app.certificates.current()).fingerprint, after);
});
