/**
 * The cameras of one network: a process of its own, since a namespace is a process's. The first line of stdin is what
 * to start, each further one something to do; each is answered by a line. It ends with stdin.
 */
import { createInterface } from 'node:readline';
import type { LabCameraOptions } from '../onvif/camera-options.ts';
import { Switchboard, type Verb } from './switchboard.ts';

export interface Opening {
  cameras: LabCameraOptions[];
  pictures: boolean;
}

export interface Order {
  verb: Verb;
  address: string;
}

const board = new Switchboard();
let opened = false;
for await (const line of createInterface({ input: process.stdin })) {
  const error = await obey(line).then(
    () => null,
    (failure: Error) => failure.message,
  );
  console.log(JSON.stringify({ error }));
}
await board.close();

async function obey(line: string): Promise<void> {
  if (opened) {
    const { verb, address } = JSON.parse(line) as Order;
    return board.do(verb, address);
  }
  opened = true;
  const { cameras, pictures } = JSON.parse(line) as Opening;
  return board.open(cameras, pictures);
}
