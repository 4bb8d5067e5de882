import { rtspLabIsPossible } from '../rtsp/rtsp-lab.ts';
import { type Cable, layCable, mayMakeNetworks } from './network.ts';
import { NetworkChild } from './network-child.ts';
import type { Opening, Order } from './network-process.ts';
import { planWall, type WallNetwork } from './plan.ts';
import type { Verb } from './switchboard.ts';

export const NO_PICTURES =
  'Camera mô phỏng không có hình: thiếu gói Debian gir1.2-gst-rtsp-server-1.0, python3-gi hoặc gstreamer1.0-plugins-good.';

export interface WallOptions {
  cameras: number;
  /** Networks of their own, each on an interface; needs root. Without it, or without that right: loopback. */
  interfaces?: number;
}

export interface WallCamera {
  /** From 1. */
  number: number;
  name: string;
  address: string;
}

interface Network {
  child: NetworkChild;
  cable: Cable | undefined;
}

/** Any number of cameras on one or several networks beside this machine, each network in a process of its own. */
export class Wall {
  readonly cameras: WallCamera[] = [];
  /** Names of the interfaces to search on. */
  readonly interfaces: string[] = [];
  /** Without Debian's GStreamer there are cameras and no streams. */
  readonly pictures = rtspLabIsPossible();
  readonly #networks = new Map<string, Network>();

  /** Resolves when every camera answers. Whatever was begun is ended where that fails. */
  static async start({ cameras, interfaces }: WallOptions): Promise<Wall> {
    const wall = new Wall();
    const cabled = interfaces !== undefined && mayMakeNetworks();
    const root = process.getuid?.() === 0;
    const networks = planWall({
      cameras,
      interfaces: cabled ? interfaces : null,
      ports: root ? { http: 80, rtsp: 554 } : { http: 8000, rtsp: 8554 },
    });
    try {
      for (const [i, network] of networks.entries()) wall.#begin(i, network, cabled);
      await Promise.all(networks.map((network) => wall.#open(network)));
    } catch (error) {
      await wall.stop();
      throw error;
    }
    const all = networks.flatMap((network) => network.cameras);
    all.sort((a, b) => (a.serial ?? '').localeCompare(b.serial ?? ''));
    for (const [i, { name = '', address = '' }] of all.entries())
      wall.cameras.push({ number: i + 1, name, address });
    return wall;
  }

  /** Does something with a camera, by its number. */
  async do(verb: Verb, number: number): Promise<void> {
    const camera = this.cameras[number - 1];
    if (!camera) throw new RangeError(`1 … ${this.cameras.length}`);
    await this.#tell(camera.address, { verb, address: camera.address });
  }

  async stop(): Promise<void> {
    const networks = [...this.#networks.values()];
    this.#networks.clear();
    await Promise.all(networks.map(({ child }) => child.end()));
    for (const { cable } of networks) cable?.remove();
  }

  #begin(i: number, { prefix, cameras }: WallNetwork, cabled: boolean): void {
    const addresses = cameras.map(({ address = '' }) => address);
    const cable = cabled ? layCable(i, prefix, addresses) : undefined;
    this.#networks.set(prefix, { child: new NetworkChild(cable?.namespace), cable });
    this.interfaces.push(cable?.interface ?? 'lo');
  }

  #open({ prefix, cameras }: WallNetwork): Promise<void> {
    return this.#tell(`${prefix}.1`, { cameras, pictures: this.pictures });
  }

  async #tell(address: string, order: Opening | Order): Promise<void> {
    const network = this.#networks.get(address.replace(/\.\d+$/, ''));
    if (!network) throw new Error(`no network has ${address}`);
    await network.child.tell(order);
  }
}
