import { networkInterfaces } from 'node:os';
import t from 'tap';
import { absentAddresses } from '../../src/config/absent-addresses.ts';
import { DEFAULTS } from '../../src/config/schema.ts';

const { listen } = DEFAULTS;

t.test('of the addresses to be served, those that no interface has are told', async (t) => {
  const lan = { ...listen, lan: true };
  t.same(absentAddresses({ ...lan, addresses: [] }), [], 'all are served');
  t.same(absentAddresses({ ...listen, addresses: ['203.0.113.1'] }), [], 'none is, until --lan');
  t.same(absentAddresses({ ...lan, addresses: ['127.0.0.1', '203.0.113.1'] }), ['203.0.113.1']);
  const own6 = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, address }) => family === 'IPv6' && address === '::1');
  if (own6) t.same(absentAddresses({ ...lan, addresses: ['0:0:0:0:0:0:0:1'] }), [], 'in any spelling');
});
