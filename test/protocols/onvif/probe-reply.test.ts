import fc from 'fast-check';
import t from 'tap';
import { OnvifError } from '../../../src/protocols/onvif/error.ts';
import { hearing } from '../../../src/protocols/onvif/hearing.ts';
import { readProbeReply } from '../../../src/protocols/onvif/probe-reply.ts';
import type { FoundDevice } from '../../../src/protocols/onvif/types.ts';
import { fixtureText, reply } from './fixture.ts';

const ID = '57f2b0be-1787-49f8-ab8b-4567327b23c6';
const IDS = new Set([ID]);
const read = (name: string, sender: string) =>
  readProbeReply(reply(fixtureText(name), `urn:uuid:${ID}`), sender, IDS);
const match = (inner: string) =>
  `<ProbeMatches><ProbeMatch><Types>dn:NetworkVideoTransmitter</Types>${inner}</ProbeMatch></ProbeMatches>`;

t.test('replies of makers', async (t) => {
  t.match(read('hikvision-probe', '192.168.0.59'), [
    {
      key: 'urn:uuid:a7fc57d6-463d-11b4-82bf-4419b64968e1',
      url: 'http://192.168.0.59:8059/onvif/device_service',
      name: 'DS-2CD2612F-I',
      hardware: 'DS-2CD2612F-I',
      elsewhere: false,
    },
  ]);
  t.match(read('dahua-probe', '192.168.1.45'), [{ name: 'Dahua', hardware: 'IPC-HFW2228M-I1-V2' }]);
});

t.test('two matches, no address, white space, 0.0.0.0 and IPv6', async (t) => {
  const found = read('made-up-two-matches', '10.1.2.3');
  t.match(found, [
    { key: 'urn:uuid:1', url: 'http://10.1.2.3/onvif/device_service', name: 'Cổng chợ', hardware: '100%' },
    { key: 'urn:uuid:2', url: 'http://10.1.2.3:8899/onvif/device_service', elsewhere: false },
  ]);
  t.ok(found[1]?.urls.every((url) => new URL(url).hostname === '10.1.2.3'));
});

t.test('a device that names another address is on the one that answered, and marked', async (t) => {
  const spoofed = match('<XAddrs>http://203.0.113.9/onvif/device_service http://u:p@198.51.100.1/x</XAddrs>');
  const [device] = readProbeReply(reply(spoofed, `uuid:${ID.toUpperCase()}`), '192.168.1.9', IDS);
  t.same(device?.urls, ['http://192.168.1.9/onvif/device_service', 'http://192.168.1.9/x']);
  t.equal(device?.elsewhere, true);
  t.equal(device?.key, 'address:192.168.1.9');
  const own = match('<XAddrs>http://10.0.0.1/a http://192.168.1.9:81/b</XAddrs>');
  t.match(readProbeReply(reply(own, ID), '192.168.1.9', IDS), [
    { url: 'http://192.168.1.9:81/b', elsewhere: false },
  ]);
});

t.test('what is refused', async (t) => {
  const good = match('<XAddrs>http://10.0.0.1/onvif/device_service</XAddrs>');
  const kindOf = (data: Buffer) => {
    try {
      readProbeReply(data, '10.0.0.1', IDS);
    } catch (error) {
      return error instanceof OnvifError ? error.kind : String(error);
    }
    return 'taken';
  };
  t.equal(kindOf(reply(good, `urn:uuid:${ID}`)), 'taken');
  t.equal(kindOf(reply(good, 'urn:uuid:11111111-1787-49f8-ab8b-4567327b23c6')), 'malformed', 'not ours');
  t.equal(kindOf(reply(good, '')), 'malformed');
  t.equal(kindOf(reply(good + ' '.repeat(20_000), ID)), 'too_large');
  t.equal(kindOf(Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')), 'malformed');
  const windows =
    '<ProbeMatches><ProbeMatch><Types>wsdp:Device pub:Computer</Types><XAddrs>http://10.0.0.1:5357/x</XAddrs></ProbeMatch></ProbeMatches>';
  t.equal(kindOf(reply(windows, ID)), 'not_onvif');
});

t.test('any bytes are read or refused', async () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .map((text) => reply(match(`<XAddrs>${text}</XAddrs>`), ID)),
    fc
      .array(
        fc.constantFrom(
          'http://',
          '[',
          ']',
          '%',
          '0.0.0.0',
          ' ',
          '@',
          ':99999',
          '/',
          'onvif://www.onvif.org/name/',
          '%ff',
        ),
        { maxLength: 20 },
      )
      .map((parts) =>
        reply(match(`<XAddrs>${parts.join('')}</XAddrs><Scopes>${parts.join('')}</Scopes>`), ID),
      ),
  );
  fc.assert(
    fc.property(noise, (data) => {
      try {
        for (const { url } of readProbeReply(data, '10.0.0.1', IDS)) {
          if (new URL(url).hostname !== '10.0.0.1') throw new Error(url);
        }
      } catch (error) {
        if (!(error instanceof OnvifError)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});

t.test('what is heard is kept once and within bounds', async (t) => {
  const device = (key: string, address: string) => ({ key, address }) as FoundDevice;
  const told: string[] = [];
  const heard = hearing(({ key }) => told.push(key));
  heard.add(device('a', '10.0.0.1'));
  heard.add(device('a', '10.0.0.1'));
  heard.add(device('a', '10.0.0.2'));
  t.same(told, ['a', 'a@10.0.0.1', 'a@10.0.0.2'], 'cloned references stay apart');
  for (let n = 0; n < 100; n += 1) heard.add(device(`k${n}`, '10.0.0.1'));
  t.equal(heard.found.length, 17, 'sixteen of one address');
  for (let n = 0; n < 3_000; n += 1) heard.add(device(`n${n}`, `10.1.${n >> 8}.${n & 255}`));
  t.equal(heard.found.length, 1_000);
  t.ok(heard.full);
});
