import type { Speed } from '../api/wall.ts';

export interface Orders {
  /** Moves for `ms`, then the camera stops by itself. */
  move(speed: Speed, ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** How long one order moves: where the network breaks while a key is held, the camera stops soon. */
const MOVE_MS = 1_000;
const AGAIN_MS = 400;

export const STILL: Speed = { pan: 0, tilt: 0, zoom: 0 };

const isStill = ({ pan, tilt, zoom }: Speed) => pan === 0 && tilt === 0 && zoom === 0;

/** A camera moves for as long as something is held, and is told to stop when it no longer is. */
export class Steering {
  readonly #orders: Orders;
  readonly #onResult: (error: unknown) => void;
  #speed = STILL;
  #again: ReturnType<typeof setInterval> | undefined;
  /** Orders to move that have no answer yet. */
  #underWay = 0;

  /** @param onResult hears of each order: why it failed, or undefined */
  constructor(orders: Orders, onResult: (error: unknown) => void) {
    this.#orders = orders;
    this.#onResult = onResult;
  }

  /** From now on this way; all zero stops. */
  hold(speed: Speed): void {
    if (isStill(speed)) {
      this.release();
      return;
    }
    const { pan, tilt, zoom } = this.#speed;
    if (pan === speed.pan && tilt === speed.tilt && zoom === speed.zoom) return;
    this.#speed = speed;
    clearInterval(this.#again);
    this.#again = setInterval(() => this.#repeat(), AGAIN_MS);
    void this.#move();
  }

  release(): void {
    clearInterval(this.#again);
    if (isStill(this.#speed)) return;
    this.#speed = STILL;
    void this.#stop();
  }

  /** A single step, for who cannot hold: a screen reader’s press. */
  async nudge(speed: Speed): Promise<void> {
    await this.#tell(this.#orders.move(speed, AGAIN_MS));
  }

  #repeat(): void {
    // A slow camera is not sent what it cannot follow.
    if (this.#underWay === 0) void this.#move();
  }

  async #move(): Promise<void> {
    this.#underWay++;
    await this.#tell(this.#orders.move(this.#speed, MOVE_MS));
    this.#underWay--;
    // It may have overtaken the stop on its way.
    if (this.#underWay === 0 && isStill(this.#speed)) void this.#stop();
  }

  #stop(): Promise<void> {
    return this.#tell(this.#orders.stop());
  }

  async #tell(order: Promise<void>): Promise<void> {
    try {
      await order;
      this.#onResult(undefined);
    } catch (error) {
      this.#onResult(error);
    }
  }
}
