import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CHAIN =
  'highpass=f=150,lowpass=f=8000,acompressor=threshold=-30dB:ratio=4:attack=5:release=100:makeup=8,' +
  'alimiter=limit=0.4:attack=2:release=40:level=disabled';
const LOUDNORM = 'loudnorm=I=-16:TP=-2:LRA=20:dual_mono=true:print_format=json';

/** espeak-ng and the two passes of ffmpeg, as a person would run them, on a text that is already spelled out. */
export async function renderByHand(dir: string, spoken: string): Promise<void> {
  const wav = join(dir, 'hand.wav');
  await run('espeak-ng', ['-v', 'vi', '-w', wav, '--stdin'], spoken);
  const input = ['-nostdin', '-hide_banner', '-nostats', '-y', '-i', wav, '-af'];
  const said = await run('ffmpeg', [...input, `${CHAIN},${LOUDNORM}`, '-f', 'null', '-']);
  const value = (key: string) => new RegExp(`"input_${key}" : "([^"]+)"`).exec(said)?.[1] ?? '';
  const measured = `measured_I=${value('i')}:measured_TP=${value('tp')}:measured_LRA=${value('lra')}:measured_thresh=${value('thresh')}`;
  const output = ['-ar', '44100', '-ac', '1', '-b:a', '64k', join(dir, 'hand.mp3')];
  await run('ffmpeg', [...input, `${CHAIN},${LOUDNORM}:linear=true:${measured}`, ...output]);
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

/** How long it took, ms, and what came of it. */
export async function timed<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const from = performance.now();
  const result = await work();
  return [performance.now() - from, result];
}
