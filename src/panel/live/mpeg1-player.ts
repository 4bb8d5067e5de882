import JSMpeg from '@cycjimmy/jsmpeg-player';
import { LiveSocket, livePath } from './live-socket.ts';
import { type LiveState, type Player, type PlayerOptions, STALE_MS } from './live-state.ts';
import { sequenceSize } from './sequence-size.ts';

const { Demuxer, Decoder, Renderer, AudioOutput } = JSMpeg;
const { VIDEO_1, AUDIO_1 } = Demuxer.TS.STREAM;
type VideoDecoder = InstanceType<typeof Decoder.MPEG1Video>;

/** Sound that would come later than this is left out, seconds. */
const MOST_SOUND_AHEAD_S = 0.25;
/** Pictures that are decoded before one is shown, so that a lag of a moment is caught up. */
const MOST_AT_ONCE = 2;

/**
 * One camera as MPEG-1 on a canvas, for a browser that decodes nothing better. Of jsmpeg only the decoders: its player
 * wants WebAssembly and style elements, which the security policy refuses.
 */
export class Mpeg1Player implements Player {
  readonly #canvas: HTMLCanvasElement;
  readonly #onState: (state: LiveState) => void;
  readonly #socket: LiveSocket;
  #demuxer = new Demuxer.TS();
  #video: VideoDecoder | undefined;
  #sound: { decoder: VideoDecoder; out: InstanceType<typeof AudioOutput.WebAudio> } | undefined;
  #state: LiveState = { is: 'connecting' };
  #heardAt = performance.now();
  #frame = 0;
  #closed = false;

  constructor(canvas: HTMLCanvasElement, options: PlayerOptions) {
    this.#canvas = canvas;
    this.#onState = options.onState;
    this.setMuted(options.muted);
    this.#socket = new LiveSocket(livePath(options.cameraId, options.stream, 'mpeg1'), {
      about: () => {},
      bytes: (bytes) => this.#take(bytes),
      lost: (why) => this.#say({ is: 'lost', why }),
      broken: () => this.#say({ is: 'lost', why: 'station' }),
      doubted: options.onDoubt,
      refused: () => this.#say({ is: 'refused' }),
    });
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  resume(): void {}

  setMuted(isMuted: boolean): void {
    if (isMuted) {
      this.#sound?.out.destroy();
      this.#sound = undefined;
    } else if (!this.#sound) {
      const decoder = new Decoder.MP2Audio({ streaming: true });
      const out = new AudioOutput.WebAudio();
      decoder.connect(out);
      this.#demuxer.connect(AUDIO_1, decoder);
      this.#sound = { decoder, out };
    }
  }

  close(): void {
    this.#closed = true;
    cancelAnimationFrame(this.#frame);
    this.#socket.close();
    this.setMuted(true);
  }

  #take(bytes: ArrayBuffer): void {
    this.#heardAt = performance.now();
    const size = sequenceSize(new Uint8Array(bytes));
    const old = this.#video;
    // The camera has changed its size: the decoder would not notice.
    if (size && (!old || old.width !== size.width || old.height !== size.height)) this.#begin();
    if (this.#video) this.#demuxer.write(bytes);
  }

  #begin(): void {
    const video = new Decoder.MPEG1Video({ streaming: true, decodeFirstFrame: true });
    video.connect(new Renderer.Canvas2D({ canvas: this.#canvas }));
    this.#demuxer = new Demuxer.TS();
    this.#demuxer.connect(VIDEO_1, video);
    if (this.#sound) this.#demuxer.connect(AUDIO_1, this.#sound.decoder);
    this.#video = video;
  }

  #draw(): void {
    if (this.#closed) return;
    this.#frame = requestAnimationFrame(() => this.#draw());
    let decoded = 0;
    while (decoded < MOST_AT_ONCE && this.#video?.decode()) decoded++;
    this.#play();
    const { is } = this.#state;
    if (decoded > 0 && is !== 'playing') this.#say({ is: 'playing', about: undefined });
    else if (is === 'playing' && performance.now() - this.#heardAt > STALE_MS)
      this.#say({ is: 'lost', why: 'waiting' });
  }

  #play(): void {
    if (!this.#sound) return;
    const { decoder, out } = this.#sound;
    do {
      if (out.enqueuedTime <= MOST_SOUND_AHEAD_S) continue;
      out.resetEnqueuedTime();
      out.enabled = false;
    } while (decoder.decode());
    out.enabled = true;
  }

  #say(state: LiveState): void {
    if (this.#closed) return;
    this.#state = state;
    this.#onState(state);
  }
}
