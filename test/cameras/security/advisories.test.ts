import fc from 'fast-check';
import t, { type Test } from 'tap';
import { createAdvisories, keyOf, readBuiltIn } from '../../../src/cameras/security/advisories.ts';
import { isAbout, parseAdvisories } from '../../../src/cameras/security/advisory.ts';
import { isAffectedForm, judgeFirmware, type Verdict } from '../../../src/cameras/security/affected.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { openDatabase } from '../../../src/db/open.ts';

t.test('each built-in row names a CVE, a source and a firmware', async (t) => {
  const rows = readBuiltIn();
  t.ok(rows.length > 50);
  t.equal(new Set(rows.map(keyOf)).size, rows.length, 'no row is there twice');
  for (const { id, source } of rows) t.match(source, /^https:\/\//, id);
});

t.test('firmware against what an advisory says', async (t) => {
  const cases: [affected: string, firmware: string, verdict: Verdict][] = [
    ['build 2014-07-21..2016-05-30', 'V5.4.0 build 160530', 'affected'],
    ['build 2014-07-21..2016-05-30', 'V5.4.5 build 170123', 'not_affected'],
    ['build 2014-07-21..2016-05-30', 'V5.1.0 build 131202', 'not_affected'],
    ['build 2014-07-21..2016-05-30', 'V5.4.0', 'unknown'],
    ['build<2021-06-01', '2.800.0000000.25.R, build:2021-05-31', 'affected'],
    ['build<2021-06-01', '2.840.0000000.1.R, build:2021-06-01', 'not_affected'],
    ['<1.1.16', '1.1.15 Build 211130 Rel.15378n(4555)', 'affected'],
    ['<1.1.16', '1.1.16 Build 211209 Rel.37726N(4555)', 'not_affected'],
    ['<1.1.16', '1.3.2', 'not_affected'],
    ['<=2.02', 'v2.02', 'affected'],
    ['<=2.02', '2.03.01', 'not_affected'],
    ['<=2.02', '', 'unknown'],
    ['=5.56.17.120', '5.56.17.120', 'affected'],
    ['=5.56.17.120', '5.56.17.121', 'not_affected'],
    ['<=CIPC-B2303.2.8.230105', 'CIPC-B2303.2.7.221101', 'affected'],
    ['<=CIPC-B2303.2.8.230105', 'CIPC-B2303.3.1.230901', 'not_affected'],
    ['<=CIPC-B2303.2.8.230105', 'DIPC-B1213.6.5.230215', 'unknown'],
    ['6.50..11.5', '9.80.1', 'affected'],
    ['6.50..11.5', '11.8.61', 'not_affected'],
    ['*', '1.0', 'unknown'],
    ['nonsense', '1.0', 'unknown'],
  ];
  for (const [affected, firmware, verdict] of cases) {
    t.equal(judgeFirmware(affected, firmware), verdict, `${firmware} ${affected}`);
  }
  t.notOk(isAffectedForm('nonsense'));
});

t.test('no firmware name and no form makes it throw', async () => {
  const text = fc.string({ maxLength: 60 });
  fc.assert(
    fc.property(text, text, (a, b) => ['affected', 'not_affected', 'unknown'].includes(judgeFirmware(a, b))),
  );
});

t.test('models of a pattern', async (t) => {
  const about = (maker: string, models: string, model: string, by = maker) =>
    isAbout({ maker, models } as never, { maker: by, model });
  t.ok(about('Hikvision', 'DS-2CD2??2F-I*', 'DS-2CD2042F-IWS', 'HIKVISION'));
  t.notOk(about('Hikvision', 'DS-2CD2??2F-I*', 'DS-2CD2042WD-I'));
  t.ok(about('Dahua', '*IPC-H+3*', 'DH-IPC-HDBW3441E-AS'));
  t.ok(about('Dahua', '*IPC-H+3*', 'IPC-HFW3241'));
  t.notOk(about('Dahua', '*IPC-H+3*', 'IPC-HFW1230S'));
  t.notOk(about('Dahua', '*', 'x', 'Axis'));
  t.notOk(about('Dahua', '*', 'x', ''));
  const before = performance.now();
  t.notOk(about('x', '*a'.repeat(39), `${'a'.repeat(99)}b`));
  t.notOk(about('x', `${'+'.repeat(79)}1`, 'a'.repeat(100)));
  t.ok(performance.now() - before < 200, 'no pattern holds up the station');
  t.ok(about('x.', 'a.b(c', 'A.B(C'), 'signs stand for themselves');
});

function open(t: Test) {
  const db = openDatabase(`${t.testdir()}/x.db`);
  migrate(db, t.testdirName);
  t.teardown(() => db.close());
  return createAdvisories(db);
}

t.test('what matches a camera', async (t) => {
  const advisories = open(t);
  const ids = (maker: string, model: string, firmware: string) =>
    advisories
      .matching({ maker, model, firmware })
      .map(({ advisory, certainty }) => `${advisory.id} ${certainty}`);
  t.strictSame(ids('HIKVISION', 'DS-2CD2042F-I', 'V5.4.0 build 160530'), [
    'CVE-2017-7921 certain',
    'CVE-2021-36260 possible',
  ]);
  t.strictSame(ids('HIKVISION', 'DS-2CD2043G2-I', 'V5.7.1 build 220901'), []);
  t.strictSame(ids('Dahua', 'IPC-HFW3241E', '2.800.0.1.R, Build Date 2020-01-01'), [
    'CVE-2021-33044 certain',
    'CVE-2021-33045 certain',
  ]);
  t.strictSame(ids('TP-Link', 'Tapo C200', '1.1.15 Build 211130'), ['CVE-2021-4045 certain']);
  const uniview = 'IPC322LB-SF28-A';
  t.strictSame(ids('UNIVIEW', uniview, 'DIPC-B1216.5.7.230109'), [
    'CVE-2023-0773 certain',
    'CVE-2021-45039 possible',
  ]);
  t.strictSame(ids('VIVOTEK', 'FD8164', '0300a'), ['CVE-2017-9828 possible']);
  t.strictSame(ids('', '', ''), []);
});

t.test('imported rows are checked one and all, and come before built-in ones', async (t) => {
  const advisories = open(t);
  const head = 'id\tmaker\tmodels\taffected\textent\tseverity\ttitle\tsource';
  const good = 'CVE-2099-00001\tMade-up\tX*\t<2.0\tall\thigh\tMade up for this test\thttps://example.org/1';
  const rows = parseAdvisories(`\uFEFF${head}\r\n${good}\r\n\r\n`);
  let audited = 0;
  await advisories.import(rows, () => audited++);
  t.equal(audited, 1);
  t.match(advisories.matching({ maker: 'Made-up', model: 'X1', firmware: '1.9' }), [
    { certainty: 'certain' },
  ]);
  const [first] = readBuiltIn();
  if (!first) throw new Error('no rows');
  await advisories.import([{ ...first, severity: 'low' }], () => {});
  const list = advisories.list();
  t.equal(list.filter(({ origin }) => origin === 'imported').length, 2);
  t.match(
    list.find(({ id, models }) => id === first.id && models === first.models),
    { severity: 'low' },
  );

  const bad: [text: string, field: string][] = [
    ['', 'text'],
    [head, 'text'],
    ['id\tmaker', 'text'],
    [`${head}\n${good}\n${good.replace('CVE-2099-00001', 'X-1')}`, 'text.3.id'],
    [`${head}\n${good.replace('https://example.org/1', 'example')}`, 'text.2.source'],
    [`${head}\n${good.replace('<2.0', 'old ones')}`, 'text.2.affected'],
    [`${head}\n${good.replace('high', 'huge')}`, 'text.2.severity'],
    [`${head}\n${`${good}\n`.repeat(5_001)}`, 'text'],
  ];
  for (const [text, field] of bad) {
    t.throws(() => parseAdvisories(text), { code: 'input.invalid', details: { field } }, field);
  }
  await t.rejects(
    advisories.import(rows, () => {
      throw new Error('audit');
    }),
    /audit/,
  );

  const many = Array.from({ length: 5_000 }, (_none, i) => ({ ...first, models: `M${i}` }));
  let turns = 0;
  const others = setInterval(() => turns++);
  await advisories.import(many, () => {});
  clearInterval(others);
  t.ok(turns > 10, `${turns}: others have their turn in between`);
  t.equal(advisories.list().filter(({ origin }) => origin === 'imported').length, 5_002);
});
