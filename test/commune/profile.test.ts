import t from 'tap';
import { createCommune } from '../../src/commune/commune.ts';
import { checkProfile, communeTitle, PROVINCES, provinceTitle } from '../../src/commune/profile.ts';
import type { ProfileInput } from '../../src/commune/schemas.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';

const GOOD: ProfileInput = {
  kind: 'xa',
  name: 'Tân Lập',
  code: '12345',
  provinceCode: '15',
  address: 'Thôn 3, xã Tân Lập',
  phone: '0214 3840 123',
  leader: 'Nguyễn Văn A',
  lat: 21.9,
  lon: 104.8,
};

t.test('the provinces since 1/7/2025', async (t) => {
  t.equal(PROVINCES.length, 34);
  t.equal(new Set(PROVINCES.map(({ code }) => code)).size, 34);
  t.equal(new Set(PROVINCES.map(({ name }) => name)).size, 34);
  t.ok(PROVINCES.every(({ code, kind }) => /^\d{2}$/.test(code) && ['tinh', 'thanh-pho'].includes(kind)));
  t.equal(provinceTitle('15'), 'tỉnh Lào Cai');
  t.equal(provinceTitle('46'), 'thành phố Huế');
  t.equal(provinceTitle('02'), '', 'Hà Giang is part of Tuyên Quang now');
});

t.test('what is made uniform', async (t) => {
  t.strictSame(checkProfile(GOOD), GOOD);
  const messy = { ...GOOD, name: '  xã   Tân Lập ', code: ' 12345', phone: '+84 (214) 384.0123' };
  t.match(checkProfile(messy), { name: 'Tân Lập', code: '12345', phone: '+84 (214) 384.0123' });
  t.equal(checkProfile({ ...GOOD, kind: 'dac-khu', name: 'ĐẶC KHU Côn Đảo' }).name, 'Côn Đảo');
  t.equal(checkProfile({ ...GOOD, name: 'Hoà Bình'.normalize('NFD') }).name, 'Hoà Bình');
  const bare = {
    ...GOOD,
    code: '',
    provinceCode: '',
    phone: '',
    address: '',
    leader: '',
    lat: null,
    lon: null,
  };
  t.strictSame(checkProfile(bare), bare);
  t.equal(communeTitle('phuong', 'Ba Đình'), 'Phường Ba Đình');
  t.equal(communeTitle('xa', ''), 'Toàn xã');
});

t.test('what is refused, and why', async (t) => {
  const refused: [Partial<ProfileInput>, string, RegExp][] = [
    [{ name: '  ' }, 'name', /tên xã/],
    [{ name: 'Xã ' }, 'name', /tên xã/],
    [{ name: '123' }, 'name', /tên xã/],
    [{ code: '1234' }, 'code', /5 chữ số/],
    [{ code: '١٢٣٤٥' }, 'code', /5 chữ số/],
    [{ provinceCode: '2' }, 'provinceCode', /không có tỉnh/],
    [{ provinceCode: '02' }, 'provinceCode', /không có tỉnh/],
    [{ phone: 'gọi anh Ba' }, 'phone', /số điện thoại/],
    [{ phone: '113' }, 'phone', /số điện thoại/],
    [{ lon: null }, 'lon', /kinh độ/],
    [{ lat: null }, 'lat', /vĩ độ/],
    [{ lat: 104.8, lon: 21.9 }, 'lat', /đổi chỗ/],
    [{ lat: 48.8, lon: 2.3 }, 'lat', /ngoài Việt Nam/],
  ];
  for (const [patch, field, reason] of refused) {
    const wrong = { code: 'input.invalid', details: { field, reason } };
    t.throws(() => checkProfile({ ...GOOD, ...patch }), wrong, JSON.stringify(patch));
  }
});

t.test('stored once, changed by one person at a time', async (t) => {
  const path = `${t.testdir()}/x.db`;
  const db = openDatabase(path);
  t.teardown(() => db.close());
  migrate(db, t.testdirName);
  const commune = createCommune({ db, clock: { now: () => 5 }, holidays: () => [] });
  t.match(commune.profile(), { name: '', title: 'Toàn xã', province: '', version: 0, updatedAt: null });
  t.equal(commune.zones().length, 1);

  const saved = commune.saveProfile({ ...GOOD, version: 0 });
  t.match(saved, { ...GOOD, title: 'Xã Tân Lập', province: 'tỉnh Lào Cai', version: 1, updatedAt: 5 });
  t.match(commune.zones(), [{ parentId: null, kind: 'xa', name: 'Xã Tân Lập', code: '12345', sort: 0 }]);
  t.throws(() => commune.saveProfile({ ...GOOD, name: 'Khác', version: 0 }), { code: 'item.conflict' });
  t.throws(() => commune.saveProfile({ ...GOOD, code: 'x' }), { code: 'input.invalid' });
  t.equal(commune.profile().name, 'Tân Lập', 'a refused save changes nothing');
  t.equal(
    commune.saveProfile({ ...GOOD, kind: 'phuong' }).version,
    2,
    'without a version nothing is compared',
  );

  const again = createCommune({ db, clock: { now: () => 6 }, holidays: () => [] });
  t.strictSame(again.zones(), commune.zones(), 'a second start makes no second root');
});
