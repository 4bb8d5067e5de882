import { Duplex } from 'node:stream';

/** Room for a command to every speaker of a large commune: nobody who writes has to wait for the other end. */
const HIGH_WATER_BYTES = 4 * 1_048_576;

/**
 * Two ends of a byte stream inside the process. What is written in one turn arrives as one chunk, where Node's own
 * duplexPair hands over the header, topic and payload of every MQTT packet one by one.
 */
export function pipe(): [Duplex, Duplex] {
  const one = new End();
  const other = new End();
  one.peer = other;
  other.peer = one;
  return [one, other];
}

class End extends Duplex {
  peer: End | undefined;
  /** Lets the other end write on, once this one is read from again. */
  #goOn: (() => void) | undefined;

  constructor() {
    super({ writableHighWaterMark: HIGH_WATER_BYTES, readableHighWaterMark: HIGH_WATER_BYTES });
  }

  override _read(): void {
    const goOn = this.#goOn;
    this.#goOn = undefined;
    goOn?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.peer?.arrive(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.peer?.arrive(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.peer?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this._read();
    this.peer?.destroy();
    done(error);
  }

  arrive(chunk: Buffer, done: () => void): void {
    if (this.destroyed || this.push(chunk)) done();
    else this.#goOn = done;
  }
}
