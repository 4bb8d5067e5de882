import type { Fragment, StreamInit } from '../../parts.ts';
import { videoCodec } from '../fmp4/codecs.ts';
import type { AacFormat } from './aac-units.ts';
import type { VideoCodec } from './codec.ts';
import { fragmentOf } from './mp4-fragment.ts';
import { initOf } from './mp4-init.ts';
import { type Picture, Pictures } from './pictures.ts';
import { type RtpPacket, readRtp, Ticks } from './rtp.ts';
import type { SdpMedium } from './sdp.ts';
import { Sound } from './sound.ts';
import { CameraChanged, Unfit } from './unfit.ts';

export interface FragmentsParts {
  video: SdpMedium;
  codec: VideoCodec;
  sound: AacFormat | undefined;
  init(init: StreamInit): void;
  fragment(fragment: Fragment): void;
  /** UTC ms. */
  now(): number;
}

/** As ffmpeg is told to cut them (copy-args.ts), as far as that falls between two looks. */
const LEAST_MS = 150;
/** Among so many pictures it shows whether they come in the order in which they are shown. */
const SHOWS_ORDER = 3;
/** Of a camera with few pictures a second, the first is not held back for longer. */
const LONGEST_MS = 300;
const MS = 1_000;

/** Makes fragmented MP4 of the RTP packets of one stream, from its first key frame on. */
export class Fragments {
  readonly #parts: FragmentsParts;
  readonly #clock = new Ticks();
  readonly #pictures: Pictures;
  readonly #sound: Sound | undefined;
  /** Of the first picture; undefined before it. */
  #begin: number | undefined;
  /** When it came, by performance.now(). */
  #begunAt: number | undefined;
  #sps: Buffer | undefined;
  #sequence = 0;

  constructor(parts: FragmentsParts) {
    this.#parts = parts;
    const { codec, video, sound } = parts;
    this.#pictures = new Pictures(codec, video.clockRate);
    for (const set of setsOf(video, codec)) this.#pictures.sets.set(codec.typeOf(set[0] ?? 0), set);
    this.#sound = sound && new Sound(sound);
  }

  /** Pictures have come out. */
  get runs(): boolean {
    return this.#sequence > 0;
  }

  /** Throws Unfit and CameraChanged. */
  picture(bytes: Buffer): void {
    const packet = this.#packet(bytes, this.#parts.video.payload);
    if (packet) this.#pictures.push(this.#clock.of(packet.timestamp), packet.payload);
  }

  /** @param payloadType of the medium */
  sound(bytes: Buffer, payloadType: number): void {
    const packet = this.#packet(bytes, payloadType);
    if (packet) this.#sound?.push(packet, performance.now(), this.#begunAt);
  }

  /** Hands on what is whole: a fragment begins with each key frame, and holds some pictures where it can. */
  flush(): void {
    const { whole } = this.#pictures;
    const first = this.#begin === undefined ? this.#firstKey(whole) : 0;
    const kept = whole.slice(first);
    const [oldest] = kept;
    if (!oldest) {
      // Nothing can be shown before a key frame.
      if (whole.length > 0) this.#pictures.taken();
      return;
    }
    const begins = this.#begin === undefined;
    const lengthMs = this.#msOf(this.#pictures.nextTicks - oldest.ticks);
    const isDue = begins
      ? kept.length >= SHOWS_ORDER || lengthMs >= LONGEST_MS
      : lengthMs >= LEAST_MS || kept.some(({ key }, i) => i > 0 && key);
    if (!isDue) return;
    if (begins) this.#start(oldest, lengthMs);
    for (let from = 0; from < kept.length; ) {
      const nextKey = kept.findIndex(({ key }, i) => i > from && key);
      const to = nextKey < 0 ? kept.length : nextKey;
      this.#emit(kept.slice(from, to), kept[to]?.ticks ?? this.#pictures.nextTicks);
      from = to;
    }
    this.#pictures.taken();
  }

  #packet(bytes: Buffer, payloadType: number): RtpPacket | undefined {
    const packet = readRtp(bytes);
    return packet?.payloadType === payloadType && packet.payload.length > 0 ? packet : undefined;
  }

  #msOf(ticks: number): number {
    return (ticks * MS) / this.#parts.video.clockRate;
  }

  /** Where the first key frame is, once all is known that must be said before it; behind the end while it is not. */
  #firstKey(whole: readonly Picture[]): number {
    const { codec } = this.#parts;
    const { sets } = this.#pictures;
    const at = codec.sets.every((type) => sets.has(type)) ? whole.findIndex(({ key }) => key) : -1;
    return at < 0 ? whole.length : at;
  }

  /** @param sinceMs how long ago that picture came */
  #start({ ticks }: Picture, sinceMs: number): void {
    const { codec, sound, video, init } = this.#parts;
    const { sets } = this.#pictures;
    this.#sps = sets.get(codec.spsType) ?? Buffer.alloc(0);
    const format = codec.formatOf(this.#sps);
    if (!format.isProgressive || format.width === 0) throw new Unfit('pictures of another kind');
    const data = initOf({ codec, sets, format, timescale: video.clockRate, sound });
    const entry = data.indexOf(codec.entry, 0, 'latin1');
    const { codec: name } = videoCodec(
      codec.entry,
      data.subarray(entry + 82, entry - 4 + data.readUInt32BE(entry - 4)),
    );
    const { width, height } = format;
    const codecs = sound ? `${name},mp4a.40.2` : name;
    init({
      data,
      mime: `video/mp4; codecs="${codecs}"`,
      video: codec.name,
      width,
      height,
      audio: sound !== undefined,
    });
    this.#begin = ticks;
    this.#begunAt = performance.now() - sinceMs;
  }

  #emit(pictures: readonly Picture[], endTicks: number): void {
    const [first] = pictures;
    if (!first || this.#begin === undefined) return;
    if (first.key) this.#refuseOtherSets();
    const ticks = first.ticks - this.#begin;
    const endMs = this.#msOf(endTicks - this.#begin);
    const { ticks: soundTicks, frames } = this.#sound?.take(endMs) ?? { ticks: 0, frames: [] };
    const data = fragmentOf({
      sequence: ++this.#sequence,
      pictures,
      memory: this.#pictures.memory,
      ticks,
      endTicks,
      sound: frames,
      soundTicks,
    });
    const decodeMs = this.#msOf(ticks);
    this.#parts.fragment({
      data,
      key: first.key,
      at: this.#parts.now(),
      decodeMs,
      durationMs: endMs - decodeMs,
    });
  }

  /** Another size or profile than players were told. */
  #refuseOtherSets(): void {
    const sps = this.#pictures.sets.get(this.#parts.codec.spsType);
    if (this.#sps && sps && !sps.equals(this.#sps)) throw new CameraChanged('other pictures than before');
  }
}

function setsOf({ parameters }: SdpMedium, codec: VideoCodec): Buffer[] {
  return codec.setParameters
    .flatMap((name) => (parameters.get(name) ?? '').split(','))
    .map((text) => Buffer.from(text, 'base64'))
    .filter((set) => set.length > codec.headerBytes && codec.sets.includes(codec.typeOf(set[0] ?? 0)));
}
