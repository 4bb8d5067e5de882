import t from 'tap';
import { firmwareDate, isOldFirmware } from '../../src/cameras/firmware-date.ts';

t.test('the day that makers write into the name of a firmware', async (t) => {
  const days: [firmware: string, day: string | null][] = [
    ['V5.5.800 build 210628', '2021-06-28'],
    ['V5.4.5 build 170123', '2017-01-23'],
    ['2.800.0000000.25.R, build:2022-04-18', '2022-04-18'],
    ['2.420.0000.0.R, Build Date 2016-03-09', '2016-03-09'],
    ['1.3.2 Build 20230510 Rel.48231n', '2023-05-10'],
    ['11.8.61', null],
    ['IPC_Q1201-B0009P90D1806', null],
    ['V5.5.800 build 219928', null],
    ['', null],
  ];
  for (const [firmware, day] of days) {
    const at = firmwareDate(firmware);
    t.equal(at === null ? null : new Date(at).toISOString().slice(0, 10), day, firmware);
  }
});

t.test('old is more than four years', async (t) => {
  const now = Date.parse('2026-03-01');
  t.ok(isOldFirmware('V5.4.5 build 170123', now));
  t.notOk(isOldFirmware('V5.7.0 build 230510', now));
  t.notOk(isOldFirmware('11.8.61', now));
});
