import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { playoutsRepository } from '../../src/broadcast/playout/playouts-repository.ts';
import { EMPTY, type PlayoutRecord } from '../../src/broadcast/playout/record.ts';
import type { Target } from '../../src/broadcast/playout/target.ts';
import { targetsRepository } from '../../src/broadcast/playout/targets-repository.ts';
import { DAY_MS } from '../../src/clock.ts';
import type { Answer, SignedIn, Station } from '../harness.ts';
import { confirmHeard } from '../speakers/heard.ts';
import { keepCameraLog } from './camera-log.ts';

const THON =
  `Đông, Đoài, Trung, Thượng, Hạ, Nội, Ngoại, Phú Mỹ, Phú Lương, An Khê, Bình Minh, Quyết Thắng, Tân Tiến,
Hòa Bình, Đồng Tâm, Đồng Văn, Xuân Lai, Xuân Đài, Yên Ninh, Yên Trạch, Kim Sơn, Kim Bảng, Vĩnh Phúc, Trại Mới`
    .split(/,\s+/)
    .map((name) => `Thôn ${name}`);

const NEWS: [title: string, text: string][] = [
  [
    'Lịch cắt điện ngày 25/11 tại các thôn phía đông để sửa chữa đường dây 22 kV và thay máy biến áp',
    'Điện lực thông báo: từ 7h30 đến 11h ngày 25/11/2026 cắt điện tại Thôn Đông và Thôn Đoài để sửa chữa đường dây 22 kV. Mọi thắc mắc xin gọi số 1900 1234.',
  ],
  [
    'Tiêm chủng mở rộng tháng 12',
    'Trạm y tế xã tổ chức tiêm chủng mở rộng cho trẻ dưới 24 tháng tuổi vào sáng thứ Năm, từ 7h30. Bà con nhớ mang theo sổ tiêm.',
  ],
  [
    'Họp dân bàn phương án làm đường bê tông',
    'Đúng 19h30 tối nay, mời đại diện các hộ về nhà văn hóa thôn họp bàn phương án làm đường bê tông liên thôn.',
  ],
  [
    'Phòng chống sốt xuất huyết: diệt lăng quăng, bọ gậy',
    'Đề nghị các hộ đậy kín lu vại, thay nước bình hoa mỗi tuần một lần, ngủ màn cả ban ngày.',
  ],
  ['Thu gom rác thải', 'Từ ngày 1/12/2026, xe thu gom rác chạy vào 17h các ngày thứ Hai, thứ Tư, thứ Sáu.'],
];
const PLACES = ['Nhà văn hóa', 'Cổng làng', 'Trường mầm non', 'Đình', 'Ngã ba', 'Trạm bơm', 'Chợ'];
/** How much there is of what grows. */
export interface Size {
  speakers: number;
  bulletins: number;
  schedules: number;
  cameras: number;
}
/** A large commune in its third year: more of everything than a page may show at once. */
export const FULL: Size = { speakers: 500, bulletins: 200, schedules: 60, cameras: 64 };
/** Enough for every page to have something to show. */
export const SOME: Size = { speakers: 16, bulletins: 16, schedules: 6, cameras: 6 };

/** Addresses of single items, for a walk over every page. */
export interface Known {
  speaker: string;
  bulletin: string;
  draft: string;
  schedule: string;
  playout: string;
  camera: string;
}

/** A commune at work, with all that can become of a speaker, a bulletin and a playout. */
export async function fillCommune(station: Station, admin: SignedIn, size: Size): Promise<Known> {
  // Two thousand writes that nobody would miss after a power cut.
  station.app.db.pragma('synchronous = OFF');
  const { updatedAt: _, title: __, province: ___, ...profile } = (await admin.get('/api/commune')).body;
  made(await admin.put('/api/commune', { ...profile, name: 'Tân Lập', provinceCode: '01' }));
  const zones = await addZones(admin);
  await nameStaff(station, admin);
  const speakers = await addSpeakers(station, admin, zones, size.speakers);
  const bulletins = await addBulletins(admin, size.bulletins);
  const approved = bulletins.filter((_, index) => index % 4 !== 3);
  const schedules = await addSchedules(admin, approved, zones, size.schedules);
  for (const [title, text] of NEWS.slice(0, 3)) {
    const { id } = made(await admin.post('/api/emergency-templates', { title: `Khẩn: ${title}`, text }));
    made(await admin.post(`/api/emergency-templates/${id}/release`, { version: 1 }));
  }
  const cameras = await addCameras(station, admin, zones, size.cameras);
  keepCameraLog(station, cameras);
  const playout = keepLog(station, approved, speakers, zones);
  const { alerts } = station.app;
  for (const { id, name } of speakers.slice(0, 60)) alerts.raise('speaker.offline', id, { name });
  const [open] = alerts.open();
  if (open) alerts.snooze(open.id, station.app.clock.now() + DAY_MS);
  return {
    speaker: speakers[0]?.id ?? '',
    bulletin: approved[0] ?? '',
    draft: bulletins[3] ?? '',
    schedule: schedules[0] ?? '',
    playout,
    camera: cameras[0] ?? '',
  };
}

/** Villages, and in some of them quarters of the same names. */
async function addZones(admin: SignedIn): Promise<string[]> {
  made(await admin.post('/api/zones/import', { names: THON }));
  const { items } = (await admin.get('/api/zones')).body;
  const villages = items.filter(({ kind }: { kind: string }) => kind === 'thon');
  for (const { id } of villages.slice(0, 4)) {
    for (const name of ['Cụm 1', 'Cụm 2']) made(await admin.post('/api/zones', { name, parentId: id }));
  }
  return villages.map(({ id }: { id: string }) => id);
}

/** People as they are called here, one of every role. */
async function nameStaff(station: Station, admin: SignedIn): Promise<void> {
  const names = {
    admin: 'Nguyễn Thị Hoa',
    editor: 'Lê Thị Thu Hương',
    approver: 'Trần Văn Lãnh',
    viewer: 'Phạm Quốc Bảo',
    police: 'Đỗ Mạnh Cường',
  };
  for (const [role, name] of Object.entries(names)) {
    const { user } = await station.signIn(role as keyof typeof names);
    made(await admin.patch(`/api/users/${user.id}`, { name }));
  }
}

async function addSpeakers(
  station: Station,
  admin: SignedIn,
  zones: string[],
  count: number,
): Promise<{ id: string; name: string }[]> {
  const speakers: { id: string; name: string }[] = [];
  for (let index = 0; index < count; index++) {
    const village = index % zones.length;
    const name = `${PLACES[index % PLACES.length]} ${THON[village]?.toLowerCase()} – cụm loa ${index + 1}`;
    const body = { name, profile: 'generic-mqtt', zoneId: zones[village], place: 'Cột điện số 12' };
    const { speaker } = made(await admin.post('/api/speakers', body));
    if (index % 20 !== 19) await confirmHeard(station, admin, speaker.id);
    speakers.push({ id: speaker.id, name });
  }
  return speakers;
}

/** Cameras that nobody has switched on, half of them on the map; returns their ids. */
async function addCameras(
  { app }: Station,
  admin: SignedIn,
  zones: string[],
  count: number,
): Promise<string[]> {
  const headers = { ...admin.headers, 'content-type': 'application/octet-stream' };
  const payload = readFileSync(join(import.meta.dirname, 'pictures', 'today.png'));
  await app.inject({ method: 'PUT', url: '/api/commune-map', headers, payload });
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const village = index % zones.length;
    const body = {
      name: `${PLACES[index % PLACES.length]} ${THON[village]?.toLowerCase()} – camera ${index + 1}`,
      // A port at which nobody ever answers.
      url: `rtsp://127.60.${Math.floor(index / 200)}.${(index % 200) + 1}:9/Streaming/Channels/101`,
      zoneId: zones[village],
      place: 'Cột điện số 12',
      ...(index % 4 ? {} : { username: 'admin', password: 'matkhau-lab' }),
    };
    const [camera] = made(await admin.post('/api/cameras', body)).cameras;
    const point = index % 2 ? {} : { mapX: ((index * 7) % 97) / 100, mapY: ((index * 13) % 89) / 100 };
    const change = { ...point, ...(index % 9 === 8 ? { enabled: false } : {}) };
    if (Object.keys(change).length > 0) made(await admin.patch(`/api/cameras/${camera.id}`, change));
    ids.push(camera.id);
  }
  return ids;
}

/** Three in four approved, the others drafts, submitted or returned. */
async function addBulletins(admin: SignedIn, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const [title, text] = NEWS[index % NEWS.length] ?? ['', ''];
    const body = { title: index < NEWS.length ? title : `${title} (số ${index + 1})`, text };
    const { id } = made(await admin.post('/api/bulletins', body));
    if (index % 8 !== 3) made(await admin.post(`/api/bulletins/${id}/submit`, {}));
    if (index % 4 !== 3) made(await admin.post(`/api/bulletins/${id}/approve`, { version: 1 }));
    else if (index % 16 === 7) {
      const reason = 'Thiếu số điện thoại liên hệ của Điện lực huyện, đề nghị bổ sung.';
      made(await admin.post(`/api/bulletins/${id}/return`, { reason }));
    }
    ids.push(id);
  }
  return ids;
}

async function addSchedules(
  admin: SignedIn,
  bulletins: string[],
  zones: string[],
  count: number,
): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const hour = String(5 + (index % 16)).padStart(2, '0');
    const body = {
      bulletinId: bulletins[index % bulletins.length],
      name: index % 3 ? '' : `Chương trình ${hour} giờ`,
      zoneIds: zones.slice(index % 20, (index % 20) + 4),
      kind: 'weekly',
      days: [[1, 3, 5], [2, 4, 6], [7]][index % 3],
      times: [`${hour}:${index % 2 ? '00' : '30'}`],
      enabled: index % 10 !== 9,
    };
    ids.push(made(await admin.post('/api/schedules', body)).id);
  }
  return ids;
}

/** Three days of the past, with all that can become of a playout; returns one that 500 speakers heard. */
function keepLog(
  { app }: Station,
  bulletins: string[],
  speakers: { id: string; name: string }[],
  zones: string[],
): string {
  const playouts = playoutsRepository(app.db);
  const targets = targetsRepository(app.db);
  const now = app.clock.now();
  const states = ['played', 'partial', 'failed', 'missed', 'interrupted', 'unknown', 'cancelled'] as const;
  const large = uuidv7();
  for (let index = 0; index < 90; index++) {
    const plannedAt = now - (index + 1) * (DAY_MS / 30);
    const state = states[index % states.length] ?? 'played';
    const isEmergency = index === 5;
    const told = index === 0 ? speakers : speakers.slice(0, 12);
    const record: PlayoutRecord = {
      ...EMPTY,
      id: index === 0 ? large : uuidv7(),
      bulletinId: bulletins[index % bulletins.length] ?? null,
      bulletinVersion: 1,
      title: NEWS[index % NEWS.length]?.[0] ?? '',
      kind: isEmergency ? 'emergency' : 'scheduled',
      priority: isEmergency ? 'emergency' : 'normal',
      plannedAt,
      originAt: plannedAt,
      dueAt: plannedAt,
      startedAt: plannedAt + 40,
      finishedAt: plannedAt + 48_000,
      state,
      reason: state === 'missed' ? 'quiet_hours' : null,
      zoneIds: zones.slice(0, 1 + (index % 6)),
      voice: 'vi',
      durationMs: 48_000,
      byName: 'Nguyễn Thị Hoa',
      createdAt: plannedAt,
      total: told.length,
      accepted: told.length,
      started: told.length,
      finished: told.length - 3,
      failed: 2,
      unknown: 1,
    };
    app.db.transaction(() => {
      playouts.insert(record);
      const rows = told.map(({ id, name }, at) => targetOf(id, name, plannedAt, at));
      targets.insert(record.id, rows);
      for (const row of rows) targets.update(record.id, row);
    })();
  }
  return large;
}

function targetOf(speakerId: string, name: string, dueAt: number, at: number): Target {
  const isFailed = at === 1 || at === 2;
  const heardAt = isFailed ? null : dueAt + 20 + (at % 40);
  return {
    speakerId,
    name,
    zoneId: null,
    acknowledges: 'finished',
    state: isFailed ? 'failed' : at === 3 ? 'unknown' : 'finished',
    commandedAt: dueAt - 60_000,
    acceptedAt: dueAt - 59_900,
    startedAt: heardAt,
    finishedAt: heardAt === null ? null : heardAt + 48_000,
    lateMs: heardAt === null ? null : at === 0 ? 1240 : heardAt - dueAt,
    error: isFailed ? 'device' : null,
    detail: isFailed ? 'fetch_timeout' : null,
    voice: 'vi',
    away: false,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
function made({ status, body }: Answer): any {
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}
