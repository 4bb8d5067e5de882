export interface SdpParts {
  codec: 'h264' | 'hevc';
  /** Told in the description; none where they come with the pictures only. */
  sets: readonly Buffer[];
  audio: 'aac' | 'pcm_alaw' | undefined;
  soundFirst: boolean;
  /** What the description calls the parts. */
  controls: { whole?: string | undefined; video: string; audio: string };
}

export const VIDEO_TYPE = 96;
export const AUDIO_TYPES = { aac: 97, pcm_alaw: 8 } as const;

/** A description (RFC 4566) as a small camera gives it. */
export function sdpOf({ codec, sets, audio, soundFirst, controls }: SdpParts): string {
  const pictures = [
    `m=video 0 RTP/AVP ${VIDEO_TYPE}`,
    ...(controls.video === '' ? [] : [`a=control:${controls.video}`]),
    `a=rtpmap:${VIDEO_TYPE} ${codec === 'h264' ? 'H264' : 'H265'}/90000`,
    ...formatOf(codec, sets),
  ];
  const sound = audio ? soundOf(audio, controls.audio) : [];
  return [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=Media Server',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    ...(controls.whole === undefined ? [] : [`a=control:${controls.whole}`]),
    ...(soundFirst ? [...sound, ...pictures] : [...pictures, ...sound]),
    '',
  ].join('\r\n');
}

function formatOf(codec: 'h264' | 'hevc', sets: readonly Buffer[]): string[] {
  const texts = sets.map((set) => set.toString('base64'));
  if (codec === 'h264') {
    const told = texts.length > 0 ? `;sprop-parameter-sets=${texts.join(',')}` : '';
    return [`a=fmtp:${VIDEO_TYPE} packetization-mode=1${told}`];
  }
  const names = ['vps', 'sps', 'pps'];
  const told = texts.map((text, i) => `sprop-${names[i]}=${text}`);
  return told.length > 0 ? [`a=fmtp:${VIDEO_TYPE} ${told.join(';')}`] : [];
}

function soundOf(audio: 'aac' | 'pcm_alaw', control: string): string[] {
  const type = AUDIO_TYPES[audio];
  const named = control === '' ? [] : [`a=control:${control}`];
  if (audio === 'pcm_alaw') return [`m=audio 0 RTP/AVP ${type}`, ...named];
  // 16 kHz, one channel, low complexity (ISO/IEC 14496-3, 1.6.2.1).
  const format = 'streamtype=5;profile-level-id=1;mode=AAC-hbr;config=1408;sizelength=13;indexlength=3';
  return [
    `m=audio 0 RTP/AVP ${type}`,
    ...named,
    `a=rtpmap:${type} MPEG4-GENERIC/16000/1`,
    `a=fmtp:${type} ${format};indexdeltalength=3`,
  ];
}
