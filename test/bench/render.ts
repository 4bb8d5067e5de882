import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSpeech } from '../../src/speech/speech.ts';

export interface RenderFigures {
  /** Medians, in milliseconds. */
  renderMs: number;
  byHandMs: number;
  ratio: number;
  rounds: number;
}

const CHAIN =
  'highpass=f=150,lowpass=f=8000,acompressor=threshold=-30dB:ratio=4:attack=5:release=100:makeup=8,' +
  'alimiter=limit=0.4:attack=2:release=40:level=disabled';
const LOUDNORM = 'loudnorm=I=-16:TP=-2:LRA=20:dual_mono=true:print_format=json';

/** 200 characters, another text each round so that nothing comes from the cache. */
function textOf(round: number): string {
  const text =
    `Thông báo số ${round}: ủy ban nhân dân xã tổ chức tiêm chủng cho trẻ em dưới năm tuổi tại nhà văn hóa ` +
    'thôn. Đề nghị bà con đưa con em đến đúng giờ, đúng nơi và mang theo sổ tiêm chủng để các cháu được tiêm đủ mũi.';
  return text.slice(0, 200);
}

/**
 * A new text of 200 characters to airable audio (no chime), against espeak-ng and the two passes of ffmpeg run by
 * hand on the same normalised text with the same filters. Rounds alternate, so that both see the same machine.
 */
export async function measureRender(
  rounds = 15,
  programs = { ffmpeg: 'ffmpeg', espeak: 'espeak-ng' },
): Promise<RenderFigures> {
  const dir = await mkdtemp(join(tmpdir(), 'tramso-render-'));
  const speech = createSpeech({ dir: join(dir, 'audio'), programs });
  try {
    await speech.open();
    const render: number[] = [];
    const byHand: number[] = [];
    // The first round warms the disk cache and the compiler, and does not count.
    for (let round = 0; round <= rounds; round++) {
      const text = textOf(round + 100);
      const spoken = speech.normalise(text).spoken;
      const hand = await timed(() => renderByHand(dir, spoken, programs));
      const ours = await timed(() => speech.render({ text, target: 'bulletin', chime: null }));
      if (round === 0) continue;
      byHand.push(hand);
      render.push(ours);
    }
    const [renderMs, byHandMs] = [median(render), median(byHand)];
    return { renderMs, byHandMs, ratio: renderMs / byHandMs, rounds };
  } finally {
    await speech.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function renderByHand(dir: string, spoken: string, programs: { ffmpeg: string; espeak: string }) {
  const wav = join(dir, 'hand.wav');
  const ffmpeg = ['-nostdin', '-hide_banner', '-nostats', '-y', '-i', wav, '-af'];
  await run(programs.espeak, ['-v', 'vi', '-w', wav, '--stdin'], spoken);
  const said = await run(programs.ffmpeg, [...ffmpeg, `${CHAIN},${LOUDNORM}`, '-f', 'null', '-']);
  const value = (key: string) => new RegExp(`"input_${key}" : "([^"]+)"`).exec(said)?.[1] ?? '';
  const measured = `measured_I=${value('i')}:measured_TP=${value('tp')}:measured_LRA=${value('lra')}:measured_thresh=${value('thresh')}`;
  const filters = `${CHAIN},${LOUDNORM}:linear=true:${measured}`;
  await run(programs.ffmpeg, [
    ...ffmpeg,
    filters,
    '-ar',
    '44100',
    '-ac',
    '1',
    '-b:a',
    '64k',
    join(dir, 'hand.mp3'),
  ]);
}

async function run(program: string, args: string[], input = ''): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${stderr.slice(-500)}`);
  return stderr;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
