import { EventEmitter } from 'node:events';

/**
 * Every event that crosses slices. A slice adds its own with
 * `declare module '../events.ts' { interface Events { 'speaker.state': … } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the slices through declaration merging
export interface Events {}

type Name = keyof Events & string;
type Listener<N extends Name> = (payload: Events[N]) => void;

/** The typed event bus (`app.events`). A listener that throws is logged and never stops the others. */
export class EventBus {
  readonly #emitter = new EventEmitter();
  readonly #onError: (error: unknown, event: string) => void;

  constructor(onError: (error: unknown, event: string) => void) {
    this.#emitter.setMaxListeners(0);
    this.#onError = onError;
  }

  /** Calls `listener` at each `event`; the function returned ends it. */
  on<N extends Name>(event: N, listener: Listener<N>): () => void {
    this.#emitter.on(event, listener);
    return () => this.#emitter.off(event, listener);
  }

  emit<N extends Name>(event: N, payload: Events[N]): void {
    for (const listener of this.#emitter.listeners(event)) {
      try {
        (listener as Listener<N>)(payload);
      } catch (error) {
        this.#onError(error, event);
      }
    }
  }
}
