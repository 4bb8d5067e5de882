import type { Socket } from 'node:net';
import type { RtspMessage } from '../../../../src/protocols/rtsp-reader.ts';
import type { Oddities, OddMedia } from './odd-rtsp.ts';
import { AUDIO_TYPES, VIDEO_TYPE } from './odd-sdp.ts';
import { aacPayload, aggregated, isParameterSet, videoPayloads } from './rtp-payloads.ts';
import { RtpSender } from './rtp-sender.ts';

interface Channel {
  sender: RtpSender;
  data: number;
}

const REPORT_MS = 1_000;
const ASK_MS = 500;

/** One guest of an odd camera: which parts it has asked for, and what it is sent. */
export class OddPlay {
  readonly #socket: Socket;
  readonly #media: OddMedia;
  readonly #odd: Oddities;
  readonly #timers: NodeJS.Timeout[] = [];
  #video: Channel | undefined;
  #sound: Channel | undefined;
  #setUps = 0;
  #frame: number;
  #pieces = 0;
  #began = 0;
  #sent = 0;

  constructor(socket: Socket, media: OddMedia, odd: Oddities) {
    this.#socket = socket;
    this.#media = media;
    this.#odd = odd;
    this.#frame = odd.startsLate ? 3 : 0;
  }

  /** A part is asked for: the channels that it gets (`0-1`); undefined where it is to come by UDP. */
  setUp(request: RtspMessage): string | undefined {
    const [transport = ''] = request.all('transport');
    const asked = /interleaved=(\d+)/.exec(transport)?.[1];
    if (!transport.includes('TCP') || asked === undefined) return undefined;
    // By order: the parts may have any name, or none.
    const part = this.#setUps++;
    const isVideo = part === (this.#odd.audio && this.#odd.soundFirst ? 1 : 0);
    const data = this.#odd.channels?.[part] ?? Number(asked);
    if (isVideo) {
      this.#video = { sender: new RtpSender(VIDEO_TYPE, 90_000, this.#odd.video ?? {}), data };
    } else if (this.#odd.audio && part < 2) {
      const rate = this.#odd.audio === 'aac' ? 16_000 : 8_000;
      this.#sound = {
        sender: new RtpSender(AUDIO_TYPES[this.#odd.audio], rate, this.#odd.sound ?? {}),
        data,
      };
    }
    return `${data}-${data + 1}`;
  }

  begin(): void {
    if (this.#timers.length > 0) return;
    this.#began = performance.now();
    this.#tick();
    this.#timers.push(setInterval(() => this.#tick(), 1000 / this.#media.fps / 2));
    if (!this.#odd.withoutReports) this.#timers.push(setInterval(() => this.#report(), REPORT_MS));
    const { asks } = this.#odd;
    if (asks) this.#timers.push(setInterval(() => this.say(`${asks} * RTSP/1.0\r\nCSeq: 7\r\n\r\n`), ASK_MS));
  }

  end(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  say(text: string): void {
    this.#write(Buffer.from(text, 'latin1'));
  }

  #tick(): void {
    const seconds = (performance.now() - this.#began) / 1000;
    while (this.#sent / this.#media.fps <= seconds) this.#picture();
    const { sound } = this.#media;
    while (sound && this.#sound && !this.#odd.silent && this.#pieces * sound.seconds <= seconds) {
      const piece = sound.pieces[this.#pieces % sound.pieces.length] as Buffer;
      const payload = this.#odd.audio === 'aac' ? aacPayload(piece) : piece;
      this.#send(this.#sound, [payload], this.#pieces++ * sound.seconds);
    }
  }

  #picture(): void {
    const { codec, frames, fps } = this.#media;
    const { nals } = frames[this.#frame++ % frames.length] as OddMedia['frames'][number];
    const sent = this.#odd.sets === 'description' ? nals.filter((nal) => !isParameterSet(nal, codec)) : nals;
    const payloads = this.#odd.aggregates ? aggregated(sent) : videoPayloads(sent, codec);
    if (this.#video) this.#send(this.#video, payloads, this.#sent / fps);
    this.#sent++;
  }

  #send({ sender, data }: Channel, payloads: readonly Buffer[], at: number): void {
    for (const packet of sender.frame(payloads, at)) this.#write(interleaved(data, packet));
    if (this.#odd.litter) this.#write(this.#odd.litter);
  }

  #report(): void {
    const seconds = (performance.now() - this.#began) / 1000;
    const { clockLeaps = 0, clockLeapsAt = 0 } = this.#odd;
    const clock = Date.now() + (seconds > clockLeapsAt ? clockLeaps * 1000 : 0);
    for (const channel of [this.#video, this.#sound]) {
      if (channel) this.#write(interleaved(channel.data + 1, channel.sender.report(seconds, clock)));
    }
  }

  #write(bytes: Buffer): void {
    const { pieces = bytes.length } = this.#odd;
    for (let at = 0; at < bytes.length; at += pieces) this.#socket.write(bytes.subarray(at, at + pieces));
  }
}

/** RFC 2326 10.12. */
function interleaved(channel: number, packet: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]), packet]);
}
