import type { Copy, CopyOptions } from '../copy.ts';
import type { StreamAddress } from '../rtsp-address.ts';
import { type AacFormat, aacFormat } from './aac-units.ts';
import { VIDEO_CODECS, type VideoCodec } from './codec.ts';
import { Fragments } from './fragments.ts';
import { RtspSession } from './rtsp-session.ts';
import type { SdpMedium } from './sdp.ts';
import { CameraChanged, Unfit } from './unfit.ts';

export interface DirectOptions
  extends Pick<CopyOptions, 'now' | 'silenceMs' | 'init' | 'fragment' | 'ended'> {
  address: StreamAddress;
  /** Instead of `ended`: only ffmpeg may read this stream. @param letIn the camera has taken the account */
  unfit(words: string, letIn: boolean): void;
}

interface Chosen {
  codec: VideoCodec;
  video: SdpMedium;
  sound: { medium: SdpMedium; format: AacFormat } | undefined;
}

/** As copy.ts has it: a camera may have its key frames ten seconds apart. */
const FIRST_WITHIN_MS = 20_000;
const LOOK_MS = 1_000;

/** Whether an address and what is known of its codecs may be tried without an ffmpeg. */
export function mayReadDirectly({ url }: StreamAddress, known: { video: string; audio: string }): boolean {
  const isPlain = url.startsWith('rtsp:');
  return isPlain && ['', 'h264', 'hevc'].includes(known.video) && ['', 'aac'].includes(known.audio);
}

/**
 * Copies one stream as startCopy does, without a program: pictures in H.264 or H.265 and sound as AAC or none, over
 * RTSP on TCP, which most streams are. It costs a fraction of an ffmpeg's memory and time. Whatever is out of the
 * ordinary is `unfit`, and left to ffmpeg.
 */
export function startDirectCopy(options: DirectOptions): Copy {
  const { address, now, silenceMs, unfit, ended } = options;
  let fragments: Fragments | undefined;
  let chosen: Chosen | undefined;
  let lastAt = performance.now();
  let letIn = false;
  let over = false;

  const session = new RtspSession({
    address,
    choose(media) {
      letIn = true;
      chosen = choose(media);
      const { video, codec, sound } = chosen;
      fragments = new Fragments({
        video,
        codec,
        sound: sound?.format,
        init: options.init,
        fragment(fragment) {
          lastAt = performance.now();
          options.fragment(fragment, true);
        },
        now,
      });
      // In their order: some cameras count on it.
      return media.filter((medium) => medium === video || medium === sound?.medium);
    },
    packet(medium, bytes) {
      if (medium === chosen?.video) fragments?.picture(bytes);
      else fragments?.sound(bytes, medium.payload);
    },
    drained() {
      fragments?.flush();
      return fragments?.runs ?? false;
    },
    ended(reason, words, error) {
      if (error === undefined) finish(reason, words);
      else if (error instanceof CameraChanged) finish('camera.changed', words);
      else giveUp(words);
    },
  });
  const watchdog = setInterval(() => {
    session.look();
    const silentMs = performance.now() - lastAt;
    if (fragments?.runs && silentMs > silenceMs) finish('camera.no_frames', 'no more pictures');
    else if (!fragments?.runs && silentMs > FIRST_WITHIN_MS) giveUp('no picture that could be shown');
  }, LOOK_MS);
  watchdog.unref();

  function finish(reason: string, words: string): void {
    if (stop()) ended(reason, words);
  }

  function giveUp(words: string): void {
    if (stop()) unfit(words, letIn);
  }

  function stop(): boolean {
    if (over) return false;
    over = true;
    clearInterval(watchdog);
    session.close();
    return true;
  }

  return {
    async end() {
      stop();
    },
  };
}

/** Throws Unfit. */
function choose(media: readonly SdpMedium[]): Chosen {
  const video = media.find(({ kind }) => kind === 'video');
  const codec = VIDEO_CODECS[video?.encoding ?? ''];
  const audio = media.find(({ kind }) => kind === 'audio');
  const format = audio && aacFormat(audio);
  if (!video || !codec || !(video.clockRate > 0)) throw new Unfit('pictures of another codec');
  const isInterleaved =
    video.parameters.get('packetization-mode') === '2' ||
    Number(video.parameters.get('sprop-max-don-diff') ?? 0) > 0;
  if (isInterleaved) throw new Unfit('units in another order than they are decoded');
  if (audio && !format) throw new Unfit('sound of another codec');
  return { codec, video, sound: audio && format && { medium: audio, format } };
}
