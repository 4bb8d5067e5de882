import { LISTED_INPUT } from './rtsp-address.ts';

export interface CopyChoice {
  /** As ffmpeg calls them; empty while unknown. */
  video: string;
  audio: string;
}

/** Fragments are cut at key frames, and at the latest after so long, µs: half of it is latency on average. */
const FRAGMENT_US = 200_000;
/**
 * How far the pictures may wait for sound, µs. ffmpeg's own choice is ten seconds, and a camera whose microphone is
 * off would be seen ten seconds late.
 */
const INTERLEAVE_US = 300_000;

/**
 * Arguments of the one ffmpeg per stream: pictures copied, sound copied where it is AAC and encoded to it elsewhere
 * (MP4 knows no G.711), as fragmented MP4 on stdout. The stream itself is named on stdin (rtsp-address.ts).
 */
export function copyArgs({ video, audio }: CopyChoice): string[] {
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'error'],
    // The list itself needs no look: it has been looked at inside.
    ...['-probesize', '32', '-analyzeduration', '0', '-fpsprobesize', '0', '-fflags', '+genpts'],
    ...LISTED_INPUT,
    ...['-map', '0:v:0', '-map', '0:a:0?', '-c:v', 'copy'],
    // The name under which browsers know H.265 that has its headers in front.
    ...(video === 'hevc' ? ['-tag:v', 'hvc1'] : []),
    ...soundArgs(audio),
    ...['-max_interleave_delta', String(INTERLEAVE_US), '-flush_packets', '1'],
    ...['-movflags', 'frag_keyframe+empty_moov+default_base_moof+skip_trailer'],
    ...['-frag_duration', String(FRAGMENT_US), '-f', 'mp4', 'pipe:1'],
  ];
}

/** 16 kHz: a frame of AAC is 1,024 samples, which at the 8 kHz of G.711 would be another 128 ms late. */
function soundArgs(audio: string): string[] {
  if (audio === 'aac') return ['-c:a', 'copy'];
  return ['-c:a', 'aac', '-ar', '16000', '-ac', '1', '-b:a', '32k'];
}
