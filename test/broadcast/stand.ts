import type { Test } from 'tap';
import { v7 as uuidv7 } from 'uuid';
import type { App } from '../../src/app.ts';
import type { Playout, PlayoutDetail } from '../../src/broadcast/schemas.ts';
import { addDays, localDay, localTime } from '../../src/clock.ts';
import type { PlayCommand, ReportKind, SpeakerInfo } from '../../src/speakers/schemas.ts';
import { type SignedIn, type Station, type StationOptions, startStation } from '../harness.ts';

/** 1 December 2026, 08:00 in Việt Nam, a Tuesday. */
export const MORNING = Date.UTC(2026, 11, 1, 1, 0);

/** How a speaker of the stand behaves. Real ones are in test/lab/speakers; these are for what those do not do. */
export interface Manner {
  acknowledges?: SpeakerInfo['acknowledges'];
  playAt?: boolean;
  online?: boolean;
  neverAnswers?: boolean;
  neverStarts?: boolean;
  /** Ms after the second; late enough, it has been given up on before. */
  startsLate?: number;
  /** It claims to have finished after so many ms. */
  finishesAfter?: number;
  leavesAfter?: number;
  zoneId?: string;
}

/** A station whose wall clock can be set, with speakers that behave as told, without a network in between. */
export interface Stand {
  station: Station;
  app: App;
  /** The commune itself. */
  zone: string;
  admin: SignedIn;
  editor: SignedIn;
  approver: SignedIn;
  viewer: SignedIn;
  /** The wall clock, UTC ms; it runs. */
  now(): number;
  step(ms: number): void;
  plays: { command: PlayCommand; ids: string[]; at: number }[];
  prepares: { playoutId: string; ids: string[] }[];
  stops: { playoutId: string | null; ids: readonly string[] | 'all' }[];
  addSpeaker(name: string, manner?: Manner): string;
  setOnline(id: string, online: boolean): void;
  report(speakerId: string, playoutId: string, kind: ReportKind, at?: number): void;
  /** An approved bulletin of about two seconds. */
  approved(title?: string, more?: object): Promise<string>;
  playouts(query?: string): Promise<Playout[]>;
  playout(id: string): Promise<PlayoutDetail>;
  /** Waits for a playout to come into one of these states. */
  reaches(id: string, ...states: Playout['state'][]): Promise<PlayoutDetail>;
}

export interface StandOptions extends StationOptions {
  /** Where the wall clock begins. */
  at?: number;
  settings?: object;
  /** One that is there from the beginning: what waits for a speaker after a restart does not wait for people to sign in. */
  speaker?: Manner;
}

export async function stand(
  t: Test,
  { at = MORNING, settings = {}, speaker, ...options }: StandOptions = {},
): Promise<Stand> {
  let offset = at - Date.now();
  const now = () => Date.now() + offset;
  const station = await startStation(t, { ...options, wall: now });
  const { app } = station;
  const speakers = fakeSpeakers(app, now);
  const zone = app.commune.zones()[0]?.id ?? '';
  if (speaker) speakers.add('Loa 1', { zoneId: zone, ...speaker });
  const admin = await station.signIn('admin');
  const editor = await station.signIn('editor');
  const approver = await station.signIn('approver');
  const viewer = await station.signIn('viewer');
  app.settings.find('broadcast')?.set({ emergencyLeadMs: 0, ...settings });
  const playout = async (id: string): Promise<PlayoutDetail> =>
    (await viewer.get(`/api/playouts/${id}`)).body;
  return {
    ...speakers,
    station,
    app,
    zone,
    admin,
    editor,
    approver,
    viewer,
    now,
    step: (ms) => {
      offset += ms;
    },
    addSpeaker: (name, manner = {}) => speakers.add(name, { zoneId: zone, ...manner }),
    async approved(title = 'Thông báo', more = {}) {
      const body = { title, text: 'Mời bà con đi họp.', chime: '', ...more };
      const { id } = (await editor.post('/api/bulletins', body)).body;
      await editor.post(`/api/bulletins/${id}/submit`, {});
      const { status, body: answer } = await approver.post(`/api/bulletins/${id}/approve`, { version: 1 });
      if (status !== 200) throw new Error(JSON.stringify(answer));
      return id;
    },
    playouts: async (query = '') => (await viewer.get(`/api/playouts?limit=200${query}`)).body.items,
    playout,
    async reaches(id, ...states) {
      const end = performance.now() + 20_000;
      for (;;) {
        const found = await playout(id);
        if (states.includes(found.state)) return found;
        if (performance.now() > end)
          throw new Error(`${id} is ${found.state} (${found.reasonCode}), not ${states}`);
        await pause(20);
      }
    },
  };
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Local day and time `HH:MM` of an instant. */
export function wallTime(instant: number): { day: string; time: string } {
  return { day: localDay(instant), time: localTime(instant).slice(0, 5) };
}

/** A once-only schedule at the next full minute that is at least `lead` ms away. */
export function soon(now: number, lead: number) {
  const at = Math.ceil((now + lead) / 60_000) * 60_000;
  return { at, kind: 'once', date: localDay(at), times: [wallTime(at).time] };
}

export const tomorrow = (now: number) => addDays(localDay(now), 1);

function fakeSpeakers(app: App, now: () => number) {
  const plays: Stand['plays'] = [];
  const prepares: Stand['prepares'] = [];
  const stops: Stand['stops'] = [];
  const members = new Map<
    string,
    { info: SpeakerInfo; manner: Manner; timers: Map<string, NodeJS.Timeout[]> }
  >();

  function report(speakerId: string, playoutId: string, kind: ReportKind, at = now()): void {
    app.events.emit('speaker.report', { speakerId, playoutId, kind, at });
  }

  function perform(id: string, { playoutId, startAt, audio }: PlayCommand): void {
    const member = members.get(id);
    if (!member) return;
    const { manner, info } = member;
    if (manner.neverAnswers || manner.online === false || info.acknowledges === 'none') return;
    const timers: NodeJS.Timeout[] = [];
    member.timers.set(playoutId, timers);
    const later = (ms: number, act: () => void) => timers.push(setTimeout(act, ms).unref());
    report(id, playoutId, 'accepted');
    if (manner.neverStarts || info.acknowledges === 'accepted') return;
    const startIn = Math.max(0, startAt - now()) + (manner.startsLate ?? 0);
    later(startIn, () => report(id, playoutId, 'started'));
    if (manner.leavesAfter !== undefined) {
      later(startIn + manner.leavesAfter, () => setOnline(id, false));
    } else if (info.acknowledges === 'finished') {
      later(startIn + (manner.finishesAfter ?? audio.durationMs), () => report(id, playoutId, 'finished'));
    }
  }

  function setOnline(id: string, online: boolean): void {
    const member = members.get(id);
    if (!member) return;
    member.info = { ...member.info, online };
    member.manner.online = online;
    app.events.emit('speaker.state', { speakerId: id, online });
  }

  Object.assign(app.speakers, {
    list: () => [...members.values()].map(({ info }) => info),
    get: (id: string) => members.get(id)?.info,
    inZones(zoneIds: string[]) {
      const zones = new Set(app.commune.withDescendants(zoneIds));
      return [...members.values()].flatMap(({ info }) =>
        info.zoneId && zones.has(info.zoneId) ? [info] : [],
      );
    },
    prepare: (playoutId: string, _audio: object, ids: string[]) => prepares.push({ playoutId, ids }),
    play(command: PlayCommand, ids: string[]) {
      plays.push({ command, ids, at: now() });
      for (const id of ids) perform(id, command);
    },
    stop({ playoutId }: { playoutId: string | null }, ids: readonly string[] | 'all') {
      stops.push({ playoutId, ids });
      for (const [id, { timers }] of members) {
        if (ids !== 'all' && !ids.includes(id)) continue;
        for (const [playing, list] of timers) {
          if (playoutId === null || playing === playoutId) for (const timer of list) clearTimeout(timer);
        }
      }
    },
  });

  return {
    plays,
    prepares,
    stops,
    report,
    setOnline,
    add(name: string, manner: Manner): string {
      const id = uuidv7();
      const info: SpeakerInfo = {
        id,
        name,
        zoneId: manner.zoneId ?? null,
        profile: 'made-up',
        transport: 'mqtt',
        online: manner.online ?? true,
        confirmed: true,
        enabled: true,
        volume: 50,
        playing: null,
        playAt: manner.playAt ?? true,
        locked: false,
        startLatencyMs: 0,
        acknowledges: manner.acknowledges ?? 'finished',
        lastSeenAt: now(),
      };
      members.set(id, { info, manner, timers: new Map() });
      return id;
    },
  };
}
