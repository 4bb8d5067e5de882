import type { Page } from 'playwright-core';

/** What a page really sent to its audio output. */
export interface Recording {
  samples: Float32Array;
  /** Hz */
  rate: number;
  /** UTC ms at which a sample sounded, by the page's output clock as it ran just then. */
  instantOf(sample: number): number;
  /** The sample that sounded at that instant, UTC ms; may lie outside of what was recorded. */
  sampleAt(instant: number): number;
}

interface Tap {
  chunks: { frame: number; data: Float32Array }[];
  /** Where the output was on the audio clock, and when: a device that falters moves one against the other. */
  marks: { frame: number; at: number }[];
  context: AudioContext | null;
}

/** Runs on the audio thread: no frame is lost when the page is busy, and each knows its place on the audio clock. */
const MODULE = `registerProcessor('tap-audio', class extends AudioWorkletProcessor {
  constructor() { super(); this.data = new Float32Array(4096); this.used = 0; this.frame = 0; }
  process([[channel]]) {
    if (this.used === 0) this.frame = currentFrame;
    if (channel) this.data.set(channel, this.used);
    this.used += 128;
    if (this.used === this.data.length) {
      this.port.postMessage({ frame: this.frame, data: this.data.slice() });
      this.data.fill(0);
      this.used = 0;
    }
    return true;
  }
});`;

/**
 * Call before the page loads: whatever the page connects to an audio destination is also recorded, sample by
 * sample. The page is not told and needs no cooperation; only its context must be opened with `bypassCSP`, since
 * the recorder is no script of the page’s own.
 */
export async function tapAudio(page: Page): Promise<void> {
  await page.addInitScript((source) => {
    const module = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const tap: Tap = { chunks: [], marks: [], context: null };
    (window as unknown as { __tap: Tap }).__tap = tap;
    const recorders = new WeakMap<BaseAudioContext, Promise<AudioNode>>();
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => unknown;
    function recorderOf(context: AudioContext): Promise<AudioNode> {
      const known = recorders.get(context);
      if (known) return known;
      tap.context = context;
      const made = context.audioWorklet.addModule(module).then(() => {
        const options = { channelCount: 1, channelCountMode: 'explicit' } as const;
        const node = new AudioWorkletNode(context, 'tap-audio', options);
        node.port.onmessage = ({ data }) => {
          tap.chunks.push(data);
          const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
          tap.marks.push({
            frame: contextTime * context.sampleRate,
            at: performance.timeOrigin + performanceTime,
          });
        };
        connect.call(node, context.destination);
        return node;
      });
      recorders.set(context, made);
      return made;
    }
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      const target = args[0];
      if (target instanceof AudioDestinationNode) {
        void recorderOf(target.context as AudioContext).then((node) => connect.call(this, node));
      }
      return connect.apply(this, args);
    } as typeof AudioNode.prototype.connect;
  }, MODULE);
}

/** What has sounded since the page loaded. Throws where the page has played nothing. */
export async function readTap(page: Page): Promise<Recording> {
  const { base64, rate, from, marks } = await page.evaluate(() => {
    const { chunks, marks, context } = (window as unknown as { __tap: Tap }).__tap;
    const [first] = chunks;
    const last = chunks.at(-1);
    if (!context || !first || !last) throw new Error('the page has played nothing');
    const samples = new Float32Array(last.frame - first.frame + last.data.length);
    for (const { frame, data } of chunks) samples.set(data, frame - first.frame);
    const bytes = new Uint8Array(samples.buffer);
    let binary = '';
    for (let i = 0; i < bytes.length; i += 32_768) {
      binary += String.fromCharCode(...bytes.subarray(i, i + 32_768));
    }
    return { base64: btoa(binary), rate: context.sampleRate, from: first.frame, marks };
  });
  const bytes = Buffer.from(base64, 'base64');
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const nearestBy = (distance: (mark: Tap['marks'][number]) => number) =>
    marks.reduce((a, b) => (Math.abs(distance(b)) < Math.abs(distance(a)) ? b : a));
  return {
    samples,
    rate,
    instantOf(sample) {
      const frame = from + sample;
      const nearest = nearestBy((mark) => mark.frame - frame);
      return nearest.at + ((frame - nearest.frame) / rate) * 1_000;
    },
    sampleAt(instant) {
      const nearest = nearestBy((mark) => mark.at - instant);
      return Math.round(nearest.frame - from + ((instant - nearest.at) / 1_000) * rate);
    },
  };
}
