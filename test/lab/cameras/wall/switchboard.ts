import { LabCamera } from '../lab-camera.ts';
import type { LabCameraOptions } from '../onvif/camera-options.ts';
import type { RtspStream } from '../rtsp/rtsp-host.ts';
import { RtspLab } from '../rtsp/rtsp-lab.ts';

/** What may be done with a camera of the wall, from another terminal. */
export const VERBS = {
  unplug: (camera: LabCamera) => camera.unplug(),
  plug: (camera: LabCamera) => camera.plug(),
  stall: (camera: LabCamera) => streams(camera, (stream) => stream.stall()),
  go: (camera: LabCamera) => streams(camera, (stream) => stream.stall(false)),
  black: (camera: LabCamera) => streams(camera, (stream) => stream.show('black')),
  freeze: (camera: LabCamera) => streams(camera, (stream) => stream.show('frozen')),
  blur: (camera: LabCamera) => streams(camera, (stream) => stream.show('blurred')),
  clear: (camera: LabCamera) => streams(camera, (stream) => stream.show('moving')),
  motion: async (camera: LabCamera) => camera.report({ kind: 'motion', on: true }),
  still: async (camera: LabCamera) => camera.report({ kind: 'motion', on: false }),
  late: async (camera: LabCamera) => {
    camera.state.offsetMs -= 3_600_000;
  },
} satisfies Record<string, (camera: LabCamera) => Promise<unknown>>;

export type Verb = keyof typeof VERBS;

export function isVerb(text: string | undefined): text is Verb {
  return text !== undefined && Object.hasOwn(VERBS, text);
}

/** The cameras of one network, in the process that lives there. */
export class Switchboard {
  readonly cameras = new Map<string, LabCamera>();
  #rtsp: RtspLab | undefined;

  async open(cameras: readonly LabCameraOptions[], pictures: boolean): Promise<void> {
    if (pictures) this.#rtsp = await RtspLab.start();
    for (const options of cameras) {
      const camera = await LabCamera.start(options, this.#rtsp);
      this.cameras.set(camera.address, camera);
    }
  }

  async do(verb: Verb, address: string): Promise<void> {
    const camera = this.cameras.get(address);
    if (!camera) throw new Error(`no camera at ${address}`);
    await VERBS[verb](camera);
  }

  async close(): Promise<void> {
    await Promise.all([...this.cameras.values()].map((camera) => camera.stop()));
    await this.#rtsp?.stop();
  }
}

function streams(camera: LabCamera, act: (stream: RtspStream) => Promise<void>) {
  return Promise.all([...camera.streams.values()].map(act));
}
