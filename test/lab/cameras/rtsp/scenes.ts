import { join } from 'node:path';

/** Drawn places of a commune with somebody who rides by: what a picture shows that people look at. */
export type Scene = 'gate' | 'market' | 'school' | 'bridge';

/** How far down the road lies, as shares of the height, at the left and the right edge. */
const ROADS: Record<Scene, [left: number, right: number]> = {
  gate: [0.72, 0.72],
  market: [0.66, 0.66],
  school: [0.76, 0.6],
  bridge: [0.6, 0.47],
};
/** Seconds from one edge to the other: once a loop of ten. */
const RIDE_S = 10;
const FOLDER = join(import.meta.dirname, 'scenes');

export const isScene = (picture: string): picture is Scene => picture in ROADS;

/** ffmpeg's arguments for an endless moving picture of it, dark at its corners as with a small lens. */
export function sceneInput(scene: Scene, width: number, height: number, fps: number): string[] {
  const [left, right] = ROADS[scene];
  const x = `mod(t/${RIDE_S}\\,1)*(W+w)-w`;
  const y = `H*(${left}+${right - left}*mod(t/${RIDE_S}\\,1))`;
  const filters = [
    `movie=${join(FOLDER, 'rider.svg')},scale=${Math.round(width / 10)}:-1[rider]`,
    `[in]scale=${width}:${height},setsar=1[place]`,
    `[place][rider]overlay=x='${x}':y='${y}',vignette=PI/6[out]`,
  ];
  return [
    '-loop',
    '1',
    '-framerate',
    String(fps),
    '-i',
    join(FOLDER, `${scene}.svg`),
    '-vf',
    filters.join(';'),
  ];
}
