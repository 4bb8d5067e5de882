import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { type Oddities, type OddRtsp, oddRtsp } from '../../lab/cameras/rtsp/odd-rtsp.ts';
import { type Decoded, decoded } from './decoded.ts';
import { Ear, startMedia, until } from './media-rig.ts';

/**
 * A small camera's own server, odd in one thing at a time: whoever listens gets pictures all the same, without a loss.
 * Whichever way it is read.
 */

/** So long after its first picture. */
const WATCHED_MS = 3_500;
/** Of those that it sends meanwhile, ten a second. */
const LEAST_PICTURES = 20;
/** Between two pictures, ms. */
const LONGEST_GAP_MS = 500;
/** So many at once: a camera costs little, and watching is waiting. */
const AT_ONCE = 8;

type Answered = NonNullable<Oddities['answered']>;
const headers =
  (pattern: RegExp, text: string): Answered =>
  (answer) =>
    answer.replace(pattern, text);
const lowerCase: Answered = (answer) => answer.replace(/^[\w-]+(?=:)/gm, (name) => name.toLowerCase());
/** Of the head: the body has a length. */
const lineFeeds: Answered = (answer) => {
  const end = answer.indexOf('\r\n\r\n') + 4;
  return answer.slice(0, end).replaceAll('\r\n', '\n') + answer.slice(end);
};
const isUnknown = (method: string) => (request: { first: string }) =>
  request.first.startsWith(method) ? '501 Not Implemented' : undefined;
const withPart =
  (part: string): NonNullable<Oddities['described']> =>
  (sdp) =>
    `${sdp}${part}\r\n`;

const METADATA =
  'm=application 0 RTP/AVP 107\r\na=control:trackID=3\r\na=rtpmap:107 vnd.onvif.metadata/90000';
const BACK = 'm=audio 0 RTP/AVP 0\r\na=control:trackID=4\r\na=rtpmap:0 PCMU/8000\r\na=sendonly';

const SERVERS: Record<string, Oddities> = {
  'by the book': {},
  'H.265': { codec: 'hevc' },
  'H.264 with AAC': { audio: 'aac' },
  'H.265 with AAC': { codec: 'hevc', audio: 'aac' },
  'H.265 with G.711': { codec: 'hevc', audio: 'pcm_alaw' },
  'sound that never comes': { audio: 'aac', silent: true },

  // Where the parameters are: RFC 6184 8.2.2.
  'parameters with the pictures only': { sets: 'pictures' },
  'H.265 parameters with the pictures only': { codec: 'hevc', sets: 'pictures' },
  'parameters in the description only': { sets: 'description' },
  'H.265 parameters in the description only': { codec: 'hevc', sets: 'description' },
  'parameters with the pictures only, and it begins between two': { sets: 'pictures', startsLate: true },
  'several NAL units in one packet': { aggregates: true },

  // The description, RFC 2326 C.1.
  'another base, and the parts by their whole address': {
    answered: headers(/^Content-Base: .*/m, 'Content-Base: rtsp://192.168.1.10:554/h264/'),
    parts: ['OWN/live/trackID=1', 'OWN/live/trackID=2'],
    audio: 'aac',
  },
  'a base without a host': {
    answered: headers(/^Content-Base: .*/m, 'Content-Base: /live/'),
    parts: ['OWN/live/trackID=1', ''],
  },
  'whole and part are both a star': { parts: ['*', ''] },
  'no names of whole and parts': { whole: null, parts: ['', ''] },
  'the sound is described first': {
    audio: 'aac',
    soundFirst: true,
  },
  'metadata as a part': { described: withPart(METADATA) },
  'a way back for sound': { audio: 'aac', described: withPart(BACK) },

  // Answers, RFC 2326 12.
  'headers in lower case': { answered: lowerCase },
  'lines that end with LF only': { answered: lineFeeds },
  'no numbers of the answers': { answered: headers(/^CSeq: .*\r\n/m, '') },
  'no session': { answered: headers(/^Session: .*\r\n/m, '') },
  'blanks in the transport': { answered: headers(/RTP\/AVP\/TCP;unicast;/, 'RTP/AVP/TCP; unicast; ') },
  'a type with its letters': { answered: headers(/application\/sdp/, 'application/sdp; charset=utf-8') },
  'GET_PARAMETER is not known': { refuse: isUnknown('GET_PARAMETER'), sessionSeconds: 2 },
  'pictures before the answer to PLAY': { early: true },
  'questions from the camera': { asks: 'OPTIONS' },

  // The session, RFC 2326 12.37.
  'kept by GET_PARAMETER only': { sessionSeconds: 2, keptBy: ['GET_PARAMETER'] },
  'kept by OPTIONS only, the only one that it names': {
    sessionSeconds: 2,
    keptBy: ['OPTIONS'],
    answered: headers(/, GET_PARAMETER/, ''),
  },
  'TEARDOWN is ignored': { staysOn: true },

  // Interleaved packets, RFC 2326 10.12, and RTP, RFC 3550 5.1.
  'other channels than those asked for': { channels: [10, 20], audio: 'aac' },
  'channels the wrong way round': { channels: [2, 0], audio: 'aac' },
  'no sender reports': { withoutReports: true, audio: 'aac' },
  'all in small pieces': { pieces: 7 },
  padding: { video: { padding: 4 } },
  'an extension of the header': { video: { extension: true } },
  'times that turn over': { video: { timestamp: 2 ** 32 - 90_000 } },
  'numbers that turn over': { video: { sequence: 65_530 } },
  'another source in the middle': { video: { newSourceAt: 15 } },
  'no frame is marked as ended': { video: { marker: 'never' } },
  'each packet is marked': { video: { marker: 'always' } },
};

interface Watched {
  camera: OddRtsp;
  ear: Ear;
  played: Decoded;
}

const { media, cameras } = startMedia(t);

async function watch(name: string, odd: Oddities): Promise<Watched> {
  const camera = await oddRtsp(t, odd);
  cameras.set(name, { streams: [{ role: 'main', url: camera.url }] });
  const ear = new Ear();
  const leave = media.hub.join(name, 'main', ear);
  // What never comes is seen below.
  await until(name, () => ear.fragments.length > 0, 12_000).catch(() => {});
  await sleep(WATCHED_MS);
  leave();
  return { camera, ear, played: await decoded(ear) };
}

const watched = new Map<string, Watched>();
const names = Object.keys(SERVERS);
while (names.length > 0) {
  const some = names.splice(0, AT_ONCE);
  await Promise.all(some.map(async (name) => watched.set(name, await watch(name, SERVERS[name] ?? {}))));
}

for (const [name, { camera, ear, played }] of watched) {
  t.test(name, async (t) => {
    const { codec = 'h264', audio } = SERVERS[name] ?? {};
    // Sound of a kind that MP4 cannot hold is found out by the first try, which is no loss.
    t.strictSame(ear.reasons, []);
    t.match(ear.inits.at(-1), { video: codec, width: 352, height: 288, audio: audio !== undefined });
    t.equal(played.said, '');
    t.ok(played.times.length > LEAST_PICTURES, `${played.times.length} pictures`);
    const gaps = played.times.slice(1).map((time, i) => time - (played.times[i] ?? 0));
    t.ok(Math.max(...gaps) < LONGEST_GAP_MS, `at most ${Math.max(...gaps)} ms apart`);
    t.equal(camera.expired, 0, 'the session is kept');
  });
}
