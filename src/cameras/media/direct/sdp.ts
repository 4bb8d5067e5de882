/** One medium of a session description (RFC 4566), as far as it is needed to read it. */
export interface SdpMedium {
  kind: string;
  /** RTP payload type. */
  payload: number;
  /** Of `rtpmap`, in capitals: `H264`, `MPEG4-GENERIC`; '' for the static types. */
  encoding: string;
  /** Ticks a second. */
  clockRate: number;
  /** Of sound; 1 where nothing is said. */
  channels: number;
  /** Of `fmtp`, names in lower case. */
  parameters: ReadonlyMap<string, string>;
  /** As the server wrote it: absolute, relative, `*` or ''. */
  control: string;
}

export interface Sdp {
  /** Of the whole session. */
  control: string;
  media: readonly SdpMedium[];
}

const MOST_MEDIA = 16;
const MOST_LINES = 1_000;

/** Reads a description; what is not understood is left out. Never throws. */
export function readSdp(text: string): Sdp {
  let control = '';
  const media: (Omit<SdpMedium, 'parameters'> & { parameters: Map<string, string> })[] = [];
  for (const line of text.split(/\r?\n/, MOST_LINES)) {
    const medium = media.at(-1);
    const value = line.slice(2).trim();
    if (line.startsWith('m=')) {
      const [kind = '', , , payload = ''] = value.split(/\s+/);
      const unknown = { encoding: '', clockRate: 0, channels: 1, parameters: new Map(), control: '' };
      if (media.length < MOST_MEDIA) media.push({ kind, payload: Number.parseInt(payload, 10), ...unknown });
    } else if (line.startsWith('a=control:')) {
      if (medium) medium.control = value.slice('control:'.length).trim();
      else control = value.slice('control:'.length).trim();
    } else if (medium && line.startsWith('a=rtpmap:')) {
      const [, payload, encoding = '', rate, channels] =
        /^rtpmap:(\d+)\s+([^/\s]+)\/(\d+)(?:\/(\d+))?/.exec(value) ?? [];
      if (Number(payload) !== medium.payload) continue;
      medium.encoding = encoding.toUpperCase();
      medium.clockRate = Number(rate);
      medium.channels = Number(channels ?? 1);
    } else if (medium && line.startsWith('a=fmtp:')) {
      const [, payload, list = ''] = /^fmtp:(\d+)\s+(.*)$/.exec(value) ?? [];
      if (Number(payload) === medium.payload) addParameters(medium.parameters, list);
    }
  }
  return { control, media };
}

function addParameters(parameters: Map<string, string>, list: string): void {
  for (const part of list.split(';')) {
    const [name = '', ...rest] = part.split('=');
    if (name.trim() !== '') parameters.set(name.trim().toLowerCase(), rest.join('=').trim());
  }
}

/**
 * The address of a medium. RFC 2326 C.1.1 would have it resolved like a link; makers mean it added to the base, whose
 * query may hold which stream it is (Dahua: `…/cam/realmonitor?channel=1&subtype=0/trackID=0`), and clients do so.
 */
export function controlUrl(base: string, control: string): string {
  if (control === '' || control === '*') return base;
  if (/^rtsps?:\/\//i.test(control)) return control;
  return `${base}${base.endsWith('/') || control.startsWith('/') ? '' : '/'}${control}`;
}
