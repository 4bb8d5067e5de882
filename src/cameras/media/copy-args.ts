import { LISTED_INPUT } from './rtsp-address.ts';

export interface CopyChoice {
  /** As ffmpeg calls it; empty while unknown. */
  video: string;
  /** MP4 cannot hold its sound, which is encoded. */
  encodesSound: boolean;
}

/** Fragments are cut at key frames, and at the latest after so long, µs: half of it is latency on average. */
const FRAGMENT_US = 200_000;
/**
 * How far the pictures may wait for sound, µs. ffmpeg's own choice is ten seconds, and a camera whose microphone is
 * off would be seen ten seconds late.
 */
const INTERLEAVE_US = 300_000;

/** A fragment is written in one go: each piece of it would wake the station up. */
const BLOCK_BYTES = 262_144;

/** 16 kHz: a frame of AAC is 1,024 samples, which at the 8 kHz of G.711 would be another 128 ms late. */
const ENCODED_SOUND = ['-c:a', 'aac', '-ar', '16000', '-ac', '1', '-b:a', '32k'];

/** By its name in MP4, under which Opus does not go in, though it could: not every browser and player knows it there. */
const COPIED_SOUND = ['-c:a', 'copy', '-tag:a', 'mp4a'];

/**
 * Arguments of the one ffmpeg per stream: pictures copied, sound copied where it is AAC and encoded to it where it is
 * not (MP4 knows no G.711), as fragmented MP4 on stdout. The stream itself is named on stdin (rtsp-address.ts).
 */
export function copyArgs({ video, encodesSound }: CopyChoice): string[] {
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'error'],
    // The list itself needs no look: it has been looked at inside.
    ...['-probesize', '32', '-analyzeduration', '0', '-fpsprobesize', '0', '-fflags', '+genpts'],
    ...LISTED_INPUT,
    ...['-map', '0:v:0', '-map', '0:a:0?', '-c:v', 'copy'],
    // The name under which browsers know H.265 that has its headers in front.
    ...(video === 'hevc' ? ['-tag:v', 'hvc1'] : []),
    ...(encodesSound ? ENCODED_SOUND : COPIED_SOUND),
    ...['-max_interleave_delta', String(INTERLEAVE_US), '-flush_packets', '1'],
    ...['-movflags', 'frag_keyframe+empty_moov+default_base_moof+skip_trailer'],
    ...['-frag_duration', String(FRAGMENT_US), '-f', 'mp4', '-blocksize', String(BLOCK_BYTES), 'pipe:1'],
  ];
}
