import type { Page } from 'playwright-core';

/** What a page really sent to its audio output. */
export interface Recording {
  samples: Float32Array;
  /** Hz */
  rate: number;
  /** UTC ms at which the first sample sounded, by the page's output clock. */
  startedAt: number;
}

interface Tap {
  chunks: { time: number; data: number[] }[];
  context: AudioContext | null;
}

/**
 * Call before the page loads: whatever the page connects to an audio destination is also recorded, sample by
 * sample, with its place on the audio clock. The page is not told and needs no cooperation.
 */
export async function tapAudio(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tap: Tap = { chunks: [], context: null };
    (window as unknown as { __tap: Tap }).__tap = tap;
    const taps = new WeakMap<BaseAudioContext, ScriptProcessorNode>();
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => unknown;
    function recorder(context: AudioContext): ScriptProcessorNode {
      const known = taps.get(context);
      if (known) return known;
      const node = context.createScriptProcessor(4096, 1, 1);
      taps.set(context, node);
      tap.context = context;
      node.onaudioprocess = (event) => {
        // playbackTime is when the node's OUTPUT sounds: one buffer after its input passed to the speakers.
        const input = event.inputBuffer.getChannelData(0);
        const time = event.playbackTime - input.length / context.sampleRate;
        tap.chunks.push({ time, data: Array.from(input) });
      };
      connect.call(node, context.destination);
      return node;
    }
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      const target = args[0];
      if (target instanceof AudioDestinationNode && !(this instanceof ScriptProcessorNode)) {
        connect.call(this, recorder(target.context as AudioContext));
      }
      return connect.apply(this, args);
    } as typeof AudioNode.prototype.connect;
  });
}

/** What has sounded since the page loaded. Throws where the page made no audio context. */
export async function readTap(page: Page): Promise<Recording> {
  const { base64, rate, startedAt } = await page.evaluate(() => {
    const tap = (window as unknown as { __tap: Tap }).__tap;
    const context = tap.context;
    const first = tap.chunks[0];
    if (!context || !first) throw new Error('the page has played nothing');
    const last = tap.chunks.at(-1) ?? first;
    const frames = Math.round((last.time - first.time) * context.sampleRate) + last.data.length;
    const samples = new Float32Array(frames);
    for (const chunk of tap.chunks) {
      samples.set(chunk.data, Math.round((chunk.time - first.time) * context.sampleRate));
    }
    const stamp = context.getOutputTimestamp();
    const ms = (stamp.performanceTime ?? 0) - ((stamp.contextTime ?? 0) - first.time) * 1000;
    const bytes = new Uint8Array(samples.buffer);
    let binary = '';
    for (let i = 0; i < bytes.length; i += 32_768) {
      binary += String.fromCharCode(...bytes.subarray(i, i + 32_768));
    }
    return { base64: btoa(binary), rate: context.sampleRate, startedAt: performance.timeOrigin + ms };
  });
  const bytes = Buffer.from(base64, 'base64');
  return {
    samples: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)),
    rate,
    startedAt,
  };
}
