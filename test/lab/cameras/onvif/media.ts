import { kbpsOf } from '../rtsp/clips.ts';
import { type CameraState, type Channel, notKnown, type Profile, type Service } from './camera-state.ts';
import { field, type SoapRequest, xmlText } from './soap.ts';

const SOUND_NAMES = {
  1: { aac: 'AAC', pcm_alaw: 'G711', pcm_mulaw: 'G711', g726: 'G726', opus: 'OPUS' },
  2: { aac: 'MP4A-LATM', pcm_alaw: 'PCMA', pcm_mulaw: 'PCMU', g726: 'G726', opus: 'OPUS' },
} as const;

type Answers = Record<string, (camera: CameraState, request: SoapRequest) => string>;

function streamUri(camera: CameraState, { body }: SoapRequest): string {
  const { path } = camera.profile(field(body, 'ProfileToken'));
  return xmlText(`rtsp://${camera.host}:${camera.rtsp?.port ?? 554}${path}`);
}

function snapshotUri(camera: CameraState, { body }: SoapRequest): string {
  const { channel } = camera.profile(field(body, 'ProfileToken'));
  return xmlText(`${camera.origin}/onvif/snapshot?channel=${channel.number}`);
}

function profiles({ channels }: CameraState): Profile[] {
  return channels.flatMap((channel) => channel.profiles);
}

const media: Answers = {
  GetProfiles: (camera) =>
    profiles(camera)
      .map((one) => `<trt:Profiles token="${one.token}" fixed="true">${profileParts(one)}</trt:Profiles>`)
      .join(''),
  GetProfile: (camera, { body }) => {
    const one = camera.profile(field(body, 'ProfileToken'));
    return `<trt:Profile token="${one.token}" fixed="true">${profileParts(one)}</trt:Profile>`;
  },
  GetVideoSources: ({ channels }) => channels.map((channel) => videoSource(channel)).join(''),
  GetStreamUri: (camera, request) =>
    `<trt:MediaUri><tt:Uri>${streamUri(camera, request)}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri>`,
  GetSnapshotUri: (camera, request) =>
    `<trt:MediaUri><tt:Uri>${snapshotUri(camera, request)}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri>`,
  GetServiceCapabilities: () => '<trt:Capabilities SnapshotUri="true" Rotation="false"/>',
};

const media2: Answers = {
  GetProfiles: (camera, { body }) => {
    const token = field(body, 'Token');
    const wanted = token ? [camera.profile(token)] : profiles(camera);
    // Media2 5.2.1: configurations only where their type is named.
    const detailed = /<(?:[\w-]+:)?Type>/.test(body);
    return wanted
      .map(
        (one) =>
          `<tr2:Profiles token="${one.token}" fixed="true"><tr2:Name>${nameOf(one)}</tr2:Name>${detailed ? configurations(one) : ''}</tr2:Profiles>`,
      )
      .join('');
  },
  GetStreamUri: (camera, request) => `<tr2:Uri>${streamUri(camera, request)}</tr2:Uri>`,
  GetSnapshotUri: (camera, request) => `<tr2:Uri>${snapshotUri(camera, request)}</tr2:Uri>`,
  GetServiceCapabilities: () => '<tr2:Capabilities SnapshotUri="true"/>',
};

/** Media (ver10): it has no name for H.265, and devices say H.264 there. */
export const mediaService: Service = (request, camera) => answer('trt', media, request, camera);

export const media2Service: Service = (request, camera) => {
  if (camera.options.media2 === false) throw notKnown(request.operation);
  return answer('tr2', media2, request, camera);
};

function answer(prefix: string, answers: Answers, request: SoapRequest, camera: CameraState): string {
  const found = answers[request.operation];
  if (!found) throw notKnown(request.operation);
  return `<${prefix}:${request.operation}Response>${found(camera, request)}</${prefix}:${request.operation}Response>`;
}

function nameOf({ channel, role }: Profile): string {
  return xmlText(`${channel.name} ${role === 'main' ? 'mainStream' : 'subStream'}`);
}

function profileParts(profile: Profile): string {
  const { channel, spec, token } = profile;
  const sound = spec.audio
    ? `<tt:AudioSourceConfiguration token="AudioSource_${channel.number}"><tt:Name>audio</tt:Name><tt:UseCount>2</tt:UseCount><tt:SourceToken>AudioIn_${channel.number}</tt:SourceToken></tt:AudioSourceConfiguration>`
    : '';
  const encodedSound = spec.audio
    ? `<tt:AudioEncoderConfiguration token="Audio_${token}"><tt:Name>audio</tt:Name><tt:UseCount>2</tt:UseCount><tt:Encoding>${SOUND_NAMES[1][spec.audio]}</tt:Encoding><tt:Bitrate>64</tt:Bitrate><tt:SampleRate>8</tt:SampleRate><tt:SessionTimeout>PT5S</tt:SessionTimeout></tt:AudioEncoderConfiguration>`
    : '';
  const ptz = channel.ptz
    ? `<tt:PTZConfiguration token="PTZ_${channel.number}"><tt:Name>PTZ</tt:Name><tt:UseCount>2</tt:UseCount><tt:NodeToken>PTZNode_${channel.number}</tt:NodeToken><tt:DefaultPTZTimeout>PT5S</tt:DefaultPTZTimeout></tt:PTZConfiguration>`
    : '';
  return `<tt:Name>${nameOf(profile)}</tt:Name><tt:VideoSourceConfiguration token="Source_${channel.number}">${sourceParts(profile)}</tt:VideoSourceConfiguration>${sound}<tt:VideoEncoderConfiguration token="Video_${token}">${encoderParts(profile, 'H264', true)}</tt:VideoEncoderConfiguration>${encodedSound}${ptz}`;
}

function configurations(profile: Profile): string {
  const { channel, spec, token } = profile;
  const encoding = spec.codec === 'hevc' ? 'H265' : 'H264';
  const sound = spec.audio
    ? `<tr2:AudioEncoder token="Audio_${token}"><tt:Name>audio</tt:Name><tt:UseCount>2</tt:UseCount><tt:Encoding>${SOUND_NAMES[2][spec.audio]}</tt:Encoding><tt:Bitrate>64</tt:Bitrate><tt:SampleRate>8</tt:SampleRate></tr2:AudioEncoder>`
    : '';
  const ptz = channel.ptz
    ? `<tr2:PTZ token="PTZ_${channel.number}"><tt:Name>PTZ</tt:Name><tt:UseCount>2</tt:UseCount><tt:NodeToken>PTZNode_${channel.number}</tt:NodeToken></tr2:PTZ>`
    : '';
  return `<tr2:Configurations><tr2:VideoSource token="Source_${channel.number}">${sourceParts(profile)}</tr2:VideoSource><tr2:VideoEncoder token="Video_${token}" GovLength="${spec.gop ?? spec.fps}" Profile="Main">${encoderParts(profile, encoding, false)}</tr2:VideoEncoder>${sound}${ptz}</tr2:Configurations>`;
}

function sourceParts({ channel, spec }: Profile): string {
  return `<tt:Name>${xmlText(channel.name)}</tt:Name><tt:UseCount>2</tt:UseCount><tt:SourceToken>${channel.token}</tt:SourceToken><tt:Bounds x="0" y="0" width="${spec.width}" height="${spec.height}"/>`;
}

/** `interval`: Media has it, Media2 has not. */
function encoderParts({ spec, token }: Profile, encoding: string, interval: boolean): string {
  const { width = 352, height = 288, fps = 10 } = spec;
  const every = interval ? '<tt:EncodingInterval>1</tt:EncodingInterval>' : '';
  return `<tt:Name>${token}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>${encoding}</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution><tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>${fps}</tt:FrameRateLimit>${every}<tt:BitrateLimit>${kbpsOf({ width, height })}</tt:BitrateLimit></tt:RateControl>`;
}

function videoSource({ token, profiles: [main] }: Channel): string {
  return `<trt:VideoSources token="${token}"><tt:Framerate>${main?.spec.fps}</tt:Framerate><tt:Resolution><tt:Width>${main?.spec.width}</tt:Width><tt:Height>${main?.spec.height}</tt:Height></tt:Resolution></trt:VideoSources>`;
}
