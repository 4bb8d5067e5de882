/** Whole range of an axis (−1 … 1) at full speed takes this long, ms. */
const RANGE_MS = 10_000;

export interface Position {
  pan: number;
  tilt: number;
  zoom: number;
}

/** A head that turns while it is told to, and remembers places. */
export class PtzHead {
  readonly presets = new Map<string, { name: string; position: Position }>();
  #position: Position = { pan: 0, tilt: 0, zoom: 0 };
  #speed: Position = { pan: 0, tilt: 0, zoom: 0 };
  #since = 0;
  #until = 0;
  #next = 1;

  get position(): Position {
    const ms = Math.max(0, Math.min(Date.now(), this.#until) - this.#since);
    const moved = (at: number, speed: number) => Math.max(-1, Math.min(1, at + (speed * ms * 2) / RANGE_MS));
    const { pan, tilt, zoom } = this.#position;
    return {
      pan: moved(pan, this.#speed.pan),
      tilt: moved(tilt, this.#speed.tilt),
      zoom: Math.max(0, moved(zoom, this.#speed.zoom)),
    };
  }

  get moving(): boolean {
    const { pan, tilt, zoom } = this.#speed;
    return Date.now() < this.#until && [pan, tilt, zoom].some((speed) => speed !== 0);
  }

  move(speed: Partial<Position>, ms: number): void {
    this.#position = this.position;
    this.#speed = { pan: 0, tilt: 0, zoom: 0, ...speed };
    this.#since = Date.now();
    this.#until = this.#since + ms;
  }

  stop(): void {
    this.move({}, 0);
  }

  place(position: Partial<Position>): void {
    this.#position = { ...this.position, ...position };
    this.#until = 0;
  }

  /** Its token. */
  remember(name: string, token = `preset-${this.#next++}`): string {
    this.presets.set(token, { name, position: this.position });
    return token;
  }
}
