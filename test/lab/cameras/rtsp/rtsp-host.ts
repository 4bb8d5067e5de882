import { clip, kbpsOf, type Picture, type SoundCodec, sound, type VideoSpec } from './clips.ts';
import type { Ask } from './rtsp-lab.ts';

export interface RtspHostOptions {
  /** Default 127.0.0.1. */
  address?: string;
  /** Default 0: a free one. */
  port?: number;
  /** Without one everybody may look. */
  account?: { username: string; password: string };
  /** Default digest. */
  auth?: 'digest' | 'basic';
  realm?: string;
}

export interface StreamSpec extends Partial<VideoSpec> {
  /** Default none. */
  audio?: SoundCodec;
  /** How long after the others' its frames are sent, ms; without it the streams are spread over the second. */
  phaseMs?: number;
}

/** What a stream is without a word: a key frame a second. */
const USUAL: VideoSpec = {
  codec: 'h264',
  width: 352,
  height: 288,
  fps: 10,
  gop: 10,
  bframes: 0,
  picture: 'moving',
};

/** The RTSP side of one camera: an address, a port and an account, with streams under it. */
export class RtspHost {
  readonly address: string;
  readonly port: number;
  readonly #id: number;
  readonly #ask: Ask;
  readonly #nextPhase: () => number;

  private constructor(id: number, address: string, port: number, ask: Ask, nextPhase: () => number) {
    this.#id = id;
    this.address = address;
    this.port = port;
    this.#ask = ask;
    this.#nextPhase = nextPhase;
  }

  static async open(
    id: number,
    options: RtspHostOptions,
    ask: Ask,
    nextPhase: () => number,
  ): Promise<RtspHost> {
    const { address = '127.0.0.1', port = 0, account, auth = 'digest', realm = 'IP Camera' } = options;
    const reply = await ask({ do: 'host', host: id, address, port, account, auth, realm });
    return new RtspHost(id, address, reply.port ?? port, ask, nextPhase);
  }

  /** `rtsp://127.0.0.1:8554/main`, without userinfo. */
  url(path: string): string {
    return `rtsp://${this.address.includes(':') ? `[${this.address}]` : this.address}:${this.port}${path}`;
  }

  /** Adds a stream under a path such as `/main`; the first of its kind on this machine takes seconds to encode. */
  async stream(path: string, spec: StreamSpec = {}): Promise<RtspStream> {
    const { audio, phaseMs = this.#nextPhase(), ...video } = spec;
    const whole = { ...USUAL, gop: video.fps ?? USUAL.fps, ...video };
    const ask: Ask = (request) => this.#ask({ path, ...request });
    await ask({
      do: 'stream',
      host: this.#id,
      clip: await clip(whole),
      phase: phaseMs / 1000,
      ...(audio && { audio, sound: await sound(audio) }),
    });
    return new RtspStream(this.#id, this.url(path), whole, audio, phaseMs, ask);
  }

  /** Drops everybody; who comes again is served. */
  async reset(): Promise<void> {
    await this.#ask({ do: 'reset', host: this.#id });
  }

  /** Drops everybody, and connections are refused: the camera is off, its address still there. */
  async refuse(): Promise<void> {
    await this.#ask({ do: 'refuse', host: this.#id });
  }

  /** Drops everybody; new connections are taken and nothing is ever answered. */
  async hang(): Promise<void> {
    await this.#ask({ do: 'hang', host: this.#id });
  }

  /** Ends refuse() and hang(). */
  async accept(): Promise<void> {
    await this.#ask({ do: 'accept', host: this.#id });
  }

  /** Connections at this moment, and streams that somebody watches. */
  async count(): Promise<{ clients: number; playing: number }> {
    const { clients = 0, playing = 0 } = await this.#ask({ do: 'count', host: this.#id });
    return { clients, playing };
  }
}

/** One stream of a host, and what may go wrong with it while it runs. */
export class RtspStream {
  readonly url: string;
  readonly audio: SoundCodec | undefined;
  readonly phaseMs: number;
  readonly #host: number;
  readonly #ask: Ask;
  #video: VideoSpec;

  constructor(
    host: number,
    url: string,
    video: VideoSpec,
    audio: SoundCodec | undefined,
    phaseMs: number,
    ask: Ask,
  ) {
    this.#host = host;
    this.url = url;
    this.#video = video;
    this.audio = audio;
    this.phaseMs = phaseMs;
    this.#ask = ask;
  }

  get video(): Readonly<VideoSpec> {
    return this.#video;
  }

  get kbps(): number {
    return kbpsOf(this.#video);
  }

  /** Nothing is sent any more and the connection stays; until it is called with false. */
  async stall(on = true): Promise<void> {
    await this.#ask({ do: 'stall', host: this.#host, on });
  }

  /** Key frames are left out for that many seconds; the others come. */
  async noKeyFrame(seconds: number): Promise<void> {
    await this.#ask({ do: 'no-key', host: this.#host, seconds });
  }

  /** From the next key frame on: black, frozen or blurred, and moving again. */
  async show(picture: Picture): Promise<void> {
    await this.change({ picture });
  }

  /** Another size (or GOP, picture …) from the next key frame on, within the same connections, as cameras do it. */
  async change(video: Partial<Omit<VideoSpec, 'codec' | 'fps'>>): Promise<void> {
    this.#video = { ...this.#video, ...video };
    await this.#ask({ do: 'clip', host: this.#host, clip: await clip(this.#video) });
  }

  /** The path is gone: who asks gets 404. */
  async remove(): Promise<void> {
    await this.#ask({ do: 'remove', host: this.#host });
  }
}
