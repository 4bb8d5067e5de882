import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Preview } from '../../src/broadcast/bulletins/schemas.ts';
import type { ApiClient } from '../lab/station/api-client.ts';

/** ms, one a round. */
export interface RenderTimes {
  station: number[];
  byHand: number[];
}

const LENGTH = 200;
const CHAIN =
  'highpass=f=150,lowpass=f=8000,acompressor=threshold=-30dB:ratio=4:attack=5:release=100:makeup=8,' +
  'alimiter=limit=0.4:attack=2:release=40:level=disabled';
const LOUDNORM = 'loudnorm=I=-16:TP=-2:LRA=20:dual_mono=true:print_format=json';

/** Another text each round, so that nothing comes from the cache. */
function textOf(round: number): string {
  const text =
    `Thông báo số ${round}: ủy ban nhân dân xã tổ chức tiêm chủng cho trẻ em dưới năm tuổi tại nhà văn hóa ` +
    'thôn. Đề nghị bà con đưa con em đến đúng giờ, đúng nơi và mang theo sổ tiêm chủng để các cháu được tiêm đủ mũi.';
  return text.slice(0, LENGTH);
}

/**
 * A new text, from the request to the audio, in turns with espeak-ng and the two passes of ffmpeg run by hand on
 * the same spoken text with the same filters.
 */
export async function timeRenders(api: ApiClient, rounds: number): Promise<RenderTimes> {
  const dir = await mkdtemp(join(tmpdir(), 'tramso-render-'));
  const times: RenderTimes = { station: [], byHand: [] };
  try {
    // The first round warms both up and does not count.
    for (let round = 0; round <= rounds; round++) {
      const body = { text: textOf(round + 100), chime: null };
      const [station, { spoken }] = await timed(() => api.post<Preview>('/api/speech/preview', body));
      const [byHand] = await timed(() => renderByHand(dir, spoken));
      if (round === 0) continue;
      times.station.push(station);
      times.byHand.push(byHand);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return times;
}

async function renderByHand(dir: string, spoken: string): Promise<void> {
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

async function timed<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const from = performance.now();
  const result = await work();
  return [performance.now() - from, result];
}
