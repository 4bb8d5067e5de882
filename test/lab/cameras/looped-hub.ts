import { execFileSync } from 'node:child_process';
import { boxesIn, HEADER_BYTES } from '../../../src/cameras/media/fmp4/boxes.ts';
import type { Fragment, StreamHub, StreamInit, StreamListener } from '../../../src/cameras/parts.ts';

/** Seconds of picture between two key frames, and of the whole loop. */
const LOOP_S = 4;

/**
 * A hub without cameras: gives every stream the same real fragments, at the pace of life. `lose` and `find` play a
 * camera that goes and comes back.
 */
export class LoopedHub implements Pick<StreamHub, 'join'> {
  readonly #init: StreamInit;
  readonly #fragments: readonly Omit<Fragment, 'at'>[];
  readonly #listeners = new Map<StreamListener, NodeJS.Timeout>();

  constructor({ audio = false } = {}) {
    const made = encode(audio);
    this.#init = made.init;
    this.#fragments = made.fragments;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  join(_cameraId: string, _role: string, listener: StreamListener): () => void {
    this.#begin(listener);
    return () => {
      clearInterval(this.#listeners.get(listener));
      this.#listeners.delete(listener);
    };
  }

  lose(reason: string): void {
    for (const [listener, timer] of this.#listeners) {
      clearInterval(timer);
      listener.lost(reason);
    }
  }

  find(): void {
    for (const listener of this.#listeners.keys()) this.#begin(listener);
  }

  #begin(listener: StreamListener): void {
    let next = 0;
    const step = () => {
      const fragment = this.#fragments[next++];
      if (fragment) listener.fragment({ ...fragment, at: Date.now() });
    };
    listener.init(this.#init);
    step();
    const every = this.#fragments[0]?.durationMs ?? 200;
    this.#listeners.set(listener, setInterval(step, every));
  }
}

function encode(audio: boolean): { init: StreamInit; fragments: Omit<Fragment, 'at'>[] } {
  const sound = ['-f', 'lavfi', '-i', `sine=440:duration=${LOOP_S * 10}`, '-c:a', 'aac'];
  const picture = ['-f', 'lavfi', '-i', `testsrc2=s=320x180:r=10:duration=${LOOP_S * 10}`];
  const args = [
    ...picture,
    ...(audio ? sound : []),
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-bf',
    '0',
    '-g',
    '10',
  ];
  const out = [
    '-pix_fmt',
    'yuv420p',
    '-f',
    'mp4',
    '-movflags',
    'frag_keyframe+empty_moov+default_base_moof',
    'pipe:1',
  ];
  const bytes = execFileSync('ffmpeg', ['-loglevel', 'error', ...args, ...out], {
    maxBuffer: 64 * 1_048_576,
  });
  const whole: { type: string; data: Buffer }[] = [];
  let at = 0;
  for (const { type, body } of boxesIn(bytes)) {
    const end = at + HEADER_BYTES + body.length;
    whole.push({ type, data: bytes.subarray(at, end) });
    at = end;
  }
  const moov = whole.findIndex(({ type }) => type === 'moov');
  const init: StreamInit = {
    data: Buffer.concat(whole.slice(0, moov + 1).map(({ data }) => data)),
    mime: `video/mp4; codecs="avc1.42c00d${audio ? ',mp4a.40.2' : ''}"`,
    video: 'h264',
    width: 320,
    height: 180,
    audio,
  };
  const fragments = whole.flatMap(({ type, data }, i) => {
    const mdat = whole[i + 1];
    return type === 'moof' && mdat ? [Buffer.concat([data, mdat.data])] : [];
  });
  return {
    init,
    fragments: fragments.map((data, i) => ({ data, key: true, decodeMs: i * 1_000, durationMs: 1_000 })),
  };
}
