import { hostname, networkInterfaces } from 'node:os';
import t from 'tap';
import { DEFAULTS } from '../../src/config/schema.ts';
import { addressTowards, hostOf, isOurHost, ownHosts, ownNames, urlHost } from '../../src/web/hosts.ts';

const listen = { ...DEFAULTS.listen, hostnames: ['Tram-So.Xa-Tan-Phu.vn'] };

t.test('hosts are read from a Host header as browsers write them', async (t) => {
  const cases = [
    ['localhost', 'localhost'],
    ['LocalHost:8080', 'localhost'],
    ['tram-so.', 'tram-so'],
    ['[::1]:8443', '::1'],
    ['[FD00::2]', 'fd00::2'],
    ['192.168.1.10:', '192.168.1.10'],
    ['', ''],
  ];
  for (const [authority = '', host = ''] of cases) t.equal(hostOf(authority), host, authority);
  t.same([urlHost('::1'), urlHost('10.0.0.1'), urlHost('x')], ['[::1]', '10.0.0.1', 'x']);
});

t.test('own names and literal addresses are ours, other names are not', async (t) => {
  const names = ownNames({ ...listen, hostnames: [...listen.hostnames, 'xã-tân', 'nói gì', '-x-'] });
  t.ok(names.includes('xn--x-tn-doad'), names.join(' '));
  t.notOk(
    names.some((name) => /[^a-z\d._-]|^-/.test(name)),
    'only what a certificate can name',
  );
  for (const host of [
    'localhost',
    hostname().toLowerCase(),
    'tram-so.xa-tan-phu.vn',
    '10.0.0.1',
    '::1',
    '',
  ]) {
    t.ok(
      isOurHost(host, () => names),
      host,
    );
  }
  for (const host of [
    'example.org',
    'xa-tan-phu.vn',
    'localhost.example.org',
    '10.0.0.1.example.org',
    '1.2.3',
  ]) {
    t.notOk(
      isOurHost(host, () => names),
      host,
    );
  }
});

t.test(
  'the certificate is for loopback, for what is configured, else for what the machine has',
  async (t) => {
    t.same(ownHosts({ ...listen, addresses: ['10.9.9.9'] }).addresses, ['127.0.0.1', '::1', '10.9.9.9']);
    t.notOk(ownHosts(listen).addresses.some((address) => address.includes(':') && address !== '::1'));
    const machine = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const address of ownHosts(listen).addresses) {
      t.ok(machine.some((own) => own.address === address) || address === '::1', address);
    }
  },
);

t.test('a device is given the address on its own network', async (t) => {
  t.equal(addressTowards(listen, '192.0.2.200'), '127.0.0.1', 'loopback until --lan');
  const lan = { ...listen, lan: true };
  t.equal(addressTowards({ ...lan, addresses: ['10.9.9.9', '10.8.8.8'] }, '172.16.0.1'), '10.9.9.9');
  const own = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  if (!own) return t.comment('this machine has no network');
  const addresses = ['203.0.113.1', own.address];
  t.equal(addressTowards({ ...lan, addresses }, own.address), own.address, 'the second, for its network');
  t.equal(addressTowards({ ...lan, addresses }, '198.51.100.1'), own.address, 'the first that is there');
  t.equal(addressTowards({ ...lan, addresses }, 'not an address'), own.address);
});
