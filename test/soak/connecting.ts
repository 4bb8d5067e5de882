import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../bench/statistics.ts';
import { RtspLab } from '../lab/cameras/rtsp/rtsp-lab.ts';
import { startRig } from '../lab/station/broadcast-rig.ts';
import { atRest, type Holdings, holdingsOf } from './holdings.ts';
import { addVanishing, type Vanishing, vanishAndReturn } from './vanishing.ts';

export interface SoakOptions {
  /** So often a viewer connects and drops, and a camera vanishes and comes back, all cameras together. */
  rounds: number;
  /** They vanish independently of each other. */
  cameras: number;
  /** Folder of the station. */
  data: string;
  port: number;
  /** How the station's Node is to run; as the launcher does it where memory is looked at. */
  env?: NodeJS.ProcessEnv;
  say: (line: string) => void;
}

/**
 * After so many rounds in a row nobody watches until the stream has ended, and the next one begins from nothing. A
 * camera that is lost again and again as soon as it is back is tried every second only five times.
 */
const IN_A_ROW = 4;
/** A stream goes on for ten seconds after its last viewer. */
const LINGERS_MS = 11_000;
const ENDS_WITHIN_MS = 25_000;
const REST_MS = 3_000;
const TELL_EVERY = 50;
const LINES_SHOWN = 12;
const MIB = 1_048_576;
/** What the memory of a process that has done nothing wrong may grow by from the first third to the last. */
const GROWTH = 1.1;
/** Before that a new process still grows by what it compiles. */
const ROUNDS_FOR_MEMORY = 300;

/**
 * Viewers come and go and cameras vanish and come back, again and again. After that the station must hold open just
 * what it held before, and weigh the same. Returns what is wrong.
 */
export async function connectAgainAndAgain(options: SoakOptions): Promise<string[]> {
  const { rounds, data, port, env = {}, say } = options;
  const rig = await startRig({ data, port, env });
  const lab = await RtspLab.start();
  try {
    const { pid } = rig.station;
    const cameras: Vanishing[] = [];
    for (let i = 0; i < options.cameras; i++) cameras.push(await addVanishing(rig, lab, i));
    const before = await atRest(pid, { withinMs: ENDS_WITHIN_MS, lookMs: REST_MS });
    say(`before: ${textOf(before)}`);
    const wrong: string[] = [];
    const weights: number[] = [];
    let begun = 0;
    const keepOn = async (camera: Vanishing) => {
      for (let own = 1; begun < rounds; own++) {
        const number = ++begun;
        const failed = await vanishAndReturn(rig, camera, number % 3 === 0);
        if (failed) {
          wrong.push(`round ${number}: ${failed}`);
          for (const line of lastLinesOf(rig.station.output, camera.id)) say(line);
        }
        weights.push(holdingsOf(pid).rss);
        if (number % TELL_EVERY === 0) say(`round ${number}: ${textOf(holdingsOf(pid))}`);
        if (own % IN_A_ROW === 0) await sleep(LINGERS_MS);
      }
    };
    await Promise.all(cameras.map(keepOn));
    const after = await atRest(pid, { withinMs: ENDS_WITHIN_MS, lookMs: REST_MS });
    say(`at the end: ${textOf(after)}`);
    for (const what of ['processes', 'sockets', 'files'] as const) {
      if (after[what] > before[what]) wrong.push(`${what}: ${before[what]} became ${after[what]}`);
    }
    const third = Math.ceil(weights.length / 3);
    const [early, late] = [median(weights.slice(0, third)), median(weights.slice(-third))];
    say(`memory of the station, first and last third: ${mib(early)}, ${mib(late)}`);
    if (rounds >= ROUNDS_FOR_MEMORY && late > early * GROWTH)
      wrong.push(`memory: ${mib(early)} became ${mib(late)}`);
    return wrong;
  } finally {
    await lab.stop();
    await rig.station.stop();
  }
}

/** What the station logged of that camera before it went wrong. */
function lastLinesOf(output: string, cameraId: string): string[] {
  const lines = output.split('\n').filter((line) => line.includes(cameraId));
  return lines.slice(-LINES_SHOWN);
}

function textOf({ processes, sockets, files, rss }: Holdings): string {
  return `${processes} processes, ${sockets} sockets, ${files} files, ${mib(rss)}`;
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(0)} MiB`;
}
