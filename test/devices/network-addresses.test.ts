import fc from 'fast-check';
import t from 'tap';
import {
  cleanAddresses,
  cleanMacs,
  normaliseAddress,
  normaliseMac,
} from '../../src/devices/network-addresses.ts';

t.test('MAC addresses', async (t) => {
  for (const text of [
    '3C-52-82-1A-0B-9E',
    '3c:52:82:1a:0b:9e',
    '3c52821a0b9e',
    '3C52.821A.0B9E',
    ' 3c:52:82:1a:0b:9e ',
  ]) {
    t.equal(normaliseMac(text), '3c:52:82:1a:0b:9e', text);
  }
  t.equal(normaliseMac('02:00:00:00:00:01'), '02:00:00:00:00:01', 'private ones of phones are kept');
  const refused = [
    '',
    '3c:52:82:1a:0b',
    '3c:52:82:1a:0b:9e:01',
    '3c:52-82:1a:0b:9e',
    '3g:52:82:1a:0b:9e',
    '00:00:00:00:00:00',
    'ff:ff:ff:ff:ff:ff',
    '01:00:5e:00:00:fb',
  ];
  for (const text of refused) t.equal(normaliseMac(text), undefined, text);
});

t.test('IP addresses', async (t) => {
  const kept: [string, string][] = [
    ['192.168.1.20', '192.168.1.20'],
    [' 10.0.0.1 ', '10.0.0.1'],
    ['::ffff:192.168.1.20', '192.168.1.20'],
    ['FE80:0:0:0:0:0:0:1%eth0', 'fe80::1'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
  ];
  for (const [text, normal] of kept) t.equal(normaliseAddress(text), normal, text);
  const refused = [
    '',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'ff02::1',
    '::ffff:0.0.0.0',
    '1.2.3',
    '01.2.3.4',
    'camera-1',
  ];
  for (const text of refused) t.equal(normaliseAddress(text), undefined, text);
});

t.test('lists: each once, the entry at fault is named', async (t) => {
  t.strictSame(cleanMacs(['3C52821A0B9E', '3c:52:82:1a:0b:9e', '3c:52:82:1a:0b:9f']), [
    '3c:52:82:1a:0b:9e',
    '3c:52:82:1a:0b:9f',
  ]);
  t.throws(() => cleanMacs(['3c:52:82:1a:0b:9e', 'sai']), {
    code: 'input.invalid',
    details: { field: 'macs.1' },
  });
  t.throws(() => cleanAddresses(['camera']), { code: 'input.invalid', details: { field: 'addresses.0' } });
});

t.test('never throws, and normalising again changes nothing', async () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-fA-F:.-]{12,17}$/)),
      (text) => {
        const mac = normaliseMac(text);
        const address = normaliseAddress(text);
        return (!mac || normaliseMac(mac) === mac) && (!address || normaliseAddress(address) === address);
      },
    ),
    { numRuns: 2000 },
  );
});
