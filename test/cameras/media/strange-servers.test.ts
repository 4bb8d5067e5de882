import t, { type Test } from 'tap';
import { type Alterations, alteredRtsp } from '../../lab/cameras/rtsp/altered.ts';
import type { RtspHost } from '../../lab/cameras/rtsp/rtsp-host.ts';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { Ear, startMedia, until } from './media-rig.ts';

/** A real RTSP server, with one thing as other cameras have it; each names where it was told of. */

const lab = await RtspLab.start();
t.teardown(() => lab.stop());
const [loud, silent] = [await lab.host(), await lab.host()];
await loud.stream('/main', { audio: 'pcm_mulaw' });
await silent.stream('/main');

/** The answer with another body, and what its head then says. */
function described(answer: string, change: (sdp: string) => string): string {
  const at = answer.indexOf('\r\n\r\n') + 4;
  if (!/^Content-Type: application\/sdp/im.test(answer.slice(0, at))) return answer;
  const sdp = change(answer.slice(at));
  return answer.slice(0, at).replace(/^Content-Length: .*$/im, `Content-Length: ${sdp.length}`) + sdp;
}

const withoutBase = (answer: string) => answer.replace(/^Content-Base: .*\r\n/im, '');
const ofMedia = /^(a=control:)(stream=\d)/gm;

const SERVERS: Record<string, Alterations> = {
  'as it is': {},
  // RFC 2326 C.1.1; ZoneMinder/zoneminder#557
  'absolute addresses of the parts': {
    answered: (answer, own) => described(answer, (sdp) => sdp.replace(ofMedia, `$1${own}/main/$2`)),
  },
  // bluenviron/gortsplib#120: the name of the part stands in the query.
  'an absolute address of its own kind': {
    asked: (first) => first.replace(/\/\?tunnel&part=(\d)/, '/main/stream=$1'),
    answered: (answer, own) =>
      described(answer, (sdp) => sdp.replace(/^a=control:stream=(\d)/gm, `a=control:${own}/?tunnel&part=$1`)),
  },
  'no base': { answered: withoutBase },
  // ZoneMinder/zoneminder#911
  'a base without its slash': {
    answered: (answer) => answer.replace(/^(Content-Base: .*?)\/?\r\n/im, '$1\r\n'),
  },
  // scottlamb/retina#9, of VStarcam
  'no address of the whole': {
    answered: (answer) => described(withoutBase(answer), (sdp) => sdp.replace(/^a=control:\*\r\n/m, '')),
  },
  // 461, RFC 2326 11.3.14; CamioCam/rtsp#21
  'UDP only': {
    refuse: (request) =>
      request.first.startsWith('SETUP') && /TCP/.test(request.all('transport')[0] ?? '')
        ? 'RTSP/1.0 461 Unsupported Transport\r\n\r\n'
        : undefined,
  },
};

async function pictures(
  t: Test,
  alterations: Alterations,
  host: RtspHost,
): Promise<{ ear: Ear; requests: string[] }> {
  const camera = await alteredRtsp(t, host, alterations);
  const { media, cameras } = startMedia(t);
  cameras.set('a', { streams: [{ role: 'main', url: camera.url('/main') }] });
  const ear = new Ear();
  media.hub.join('a', 'main', ear);
  await until('pictures', () => ear.fragments.length > 5 || ear.reasons.length > 2);
  await media.close();
  return { ear, requests: camera.requests };
}

for (const [name, alterations] of Object.entries(SERVERS)) {
  for (const audio of [true, false]) {
    t.test(`${name}, ${audio ? 'with G.711' : 'without sound'}`, async (t) => {
      const { ear, requests } = await pictures(t, alterations, audio ? loud : silent);
      // Sound of a kind that MP4 cannot hold is found out by the first try, which is no loss.
      t.strictSame(ear.reasons, []);
      t.match(ear.inits.at(-1), { video: 'h264', audio });
      const ways = requests
        .filter((one) => one.startsWith('SETUP'))
        .map((one) => /^Transport: (\S+)/im.exec(one)?.[1]);
      t.match(ways[0], /TCP/, 'by TCP first');
      if (name !== 'UDP only')
        t.notOk(
          ways.some((way) => !way?.includes('TCP')),
          'and nothing else',
        );
    });
  }
}
