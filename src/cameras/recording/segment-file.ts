import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { MemoryShare } from './memory-budget.ts';

export interface SegmentFileOptions {
  path: string;
  /** So much may wait for the disk; then `write` refuses. */
  maxWaiting: number;
  /** Whose memory is what waits. */
  memory: MemoryShare;
  /** The disk took no more; nothing further is written. Told once. */
  failed(error: unknown): void;
}

/**
 * One file that grows by whole pieces, in order, while others go on with their work. What waits is bounded; after a
 * failed write the file is cut back to whole pieces.
 */
export class SegmentFile {
  readonly #options: SegmentFileOptions;
  #handle: FileHandle | undefined;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #written = 0;
  #synced = 0;
  #pieces = 0;
  #error: unknown;
  #closed = false;
  /** Opening, and the one write under way. */
  #work: Promise<void>;
  #syncing: Promise<void> = Promise.resolve();

  constructor(options: SegmentFileOptions) {
    this.#options = options;
    this.#work = this.#open();
  }

  /** Bytes of whole pieces that the system has taken. */
  get written(): number {
    return this.#written;
  }

  /** How many pieces those are. */
  get pieces(): number {
    return this.#pieces;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Queues a piece; false where it is refused: too much waits, or the disk has failed. The first one never is. */
  write(piece: Buffer): boolean {
    if (this.#closed || this.#error !== undefined) return false;
    if (this.#waiting.length > 0 && this.#waitingBytes + piece.length > this.#options.maxWaiting)
      return false;
    if (this.#pieces + this.#waiting.length === 0) this.#options.memory.hold(piece.length);
    else if (!this.#options.memory.take(piece.length)) return false;
    this.#waiting.push(piece);
    this.#waitingBytes += piece.length;
    if (this.#waiting.length === 1) this.#work = this.#work.then(() => this.#drain());
    return true;
  }

  /** Makes what was written last through a power cut; at once where nothing was written since. */
  sync(): Promise<void> {
    this.#syncing = this.#syncing.then(async () => {
      const upTo = this.#written;
      if (!this.#handle || upTo === this.#synced || this.#error !== undefined) return;
      try {
        await this.#handle.datasync();
        this.#synced = upTo;
      } catch (error) {
        this.#fail(error);
      }
    });
    return this.#syncing;
  }

  /** Writes what waits, syncs and closes. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#work;
    await this.sync();
    await this.#handle?.close().catch((error) => this.#fail(error));
  }

  /** Removes what was closed. */
  async remove(): Promise<void> {
    await rm(this.#options.path, { force: true });
  }

  async #open(): Promise<void> {
    const { path } = this.#options;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      this.#handle = await open(path, 'wx', 0o600);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0 && this.#error === undefined) {
      const pieces = this.#waiting.slice();
      const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
      try {
        await this.#writeAll(pieces, bytes);
      } catch (error) {
        await this.#handle?.truncate(this.#written).catch(() => {});
        this.#fail(error);
        return;
      }
      this.#written += bytes;
      this.#pieces += pieces.length;
      // What waited is given back already.
      if (this.#error !== undefined) return;
      this.#waiting.splice(0, pieces.length);
      this.#waitingBytes -= bytes;
      this.#options.memory.give(bytes);
    }
  }

  async #writeAll(pieces: readonly Buffer[], bytes: number): Promise<void> {
    const { bytesWritten } = (await this.#handle?.writev(pieces, this.#written)) ?? { bytesWritten: 0 };
    if (bytesWritten === bytes) return;
    // A disk that is nearly full takes a part: the rest tells the reason.
    const rest = Buffer.concat(pieces).subarray(bytesWritten);
    for (let done = 0; done < rest.length; ) {
      const at = this.#written + bytesWritten + done;
      const more = await this.#handle?.write(rest, done, rest.length - done, at);
      if (!more?.bytesWritten) throw Object.assign(new Error('the disk takes no more'), { code: 'ENOSPC' });
      done += more.bytesWritten;
    }
  }

  #fail(error: unknown): void {
    if (this.#error !== undefined) return;
    this.#error = error ?? new Error('unknown');
    this.#waiting = [];
    this.#options.memory.give(this.#waitingBytes);
    this.#waitingBytes = 0;
    this.#options.failed(error);
  }
}
