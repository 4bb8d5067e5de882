/** What the station says on `GET /api/live`: something of this topic changed, fetch it again. */
export interface Change {
  topic: string;
  id?: string;
}

export type LiveStatus = 'connecting' | 'connected' | 'lost';

type Message =
  | { kind: 'changed'; change: Change }
  | { kind: 'status'; status: LiveStatus }
  | { kind: 'ask' }
  | { kind: 'session' }
  | { kind: 'signedOut' };

const NAME = 'tramso-live';
const RETRY_MS = 3000;
/** A reconnect this quick is nothing to tell the officer about. */
const PATIENCE_MS = 4000;
/** The station says something every 15 s: after two that did not come the connection is dead, whatever it looks like. */
const SILENCE_MS = 35_000;

export interface LiveListeners {
  changed(change: Change): void;
  /** Events may have been missed: everything shown may be old. */
  resumed(): void;
  /** Somebody signed in in another tab, or the station refused the stream. */
  session(): void;
  /** Somebody signed out in another tab. */
  signedOut(): void;
}

/**
 * One event stream per browser. The tab that holds the lock keeps the connection and passes on what it hears;
 * when it closes, the next tab in the queue takes over. Without Web Locks every tab has its own.
 */
export class Live {
  readonly #listeners: LiveListeners;
  readonly #watchers = new Set<() => void>();
  #channel: BroadcastChannel | undefined;
  #source: EventSource | undefined;
  #status: LiveStatus = 'connecting';
  #stop: AbortController | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  /** The connection was broken meanwhile. */
  #missed = false;
  readonly #silenceMs: number;

  /** @param silenceMs how long a connection that says nothing is believed in */
  constructor(listeners: LiveListeners, silenceMs = SILENCE_MS) {
    this.#listeners = listeners;
    this.#silenceMs = silenceMs;
  }

  start(): void {
    if (this.#stop) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#channel = new BroadcastChannel(NAME);
    this.#channel.onmessage = (event: MessageEvent<Message>) => this.#hear(event.data);
    this.#say({ kind: 'ask' });
    const lead = () => {
      this.#connect();
      return new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
    };
    if (!navigator.locks) void lead();
    else navigator.locks.request(NAME, { signal: stop.signal }, lead).catch(() => {});
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#source?.close();
    this.#source = undefined;
    this.#channel?.close();
    this.#channel = undefined;
    clearTimeout(this.#retry);
    clearTimeout(this.#patience);
    clearTimeout(this.#silence);
    this.#patience = undefined;
    this.#missed = false;
    this.#status = 'connecting';
  }

  /** Tells the other tabs. */
  announce(kind: 'session' | 'signedOut'): void {
    this.#say({ kind });
  }

  status = (): LiveStatus => this.#status;

  /** For useSyncExternalStore. */
  watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  #connect(): void {
    const source = new EventSource('/api/live');
    this.#source = source;
    this.#alive();
    source.onopen = () => this.#connected();
    source.onmessage = (event: MessageEvent<string>) => {
      this.#alive();
      const change = JSON.parse(event.data) as Change;
      this.#listeners.changed(change);
      this.#say({ kind: 'changed', change });
    };
    source.addEventListener('beat', () => this.#alive());
    source.onerror = () => {
      this.#missed = true;
      this.#patience ??= setTimeout(() => this.#setStatus('lost'), PATIENCE_MS);
      // The browser retries by itself, except after a refusal.
      if (source.readyState !== EventSource.CLOSED) return;
      source.close();
      clearTimeout(this.#silence);
      this.#listeners.session();
      this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
    };
  }

  /** Something was heard. Where a switch loses its power no error comes, only silence. */
  #alive(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#source?.close();
      this.#missed = true;
      this.#setStatus('lost');
      this.#connect();
    }, this.#silenceMs);
  }

  #connected(): void {
    const missed = this.#missed;
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#missed = false;
    this.#alive();
    this.#setStatus('connected');
    if (missed) this.#listeners.resumed();
  }

  #setStatus(status: LiveStatus): void {
    this.#status = status;
    if (this.#source) this.#say({ kind: 'status', status });
    for (const watcher of this.#watchers) watcher();
  }

  #say(message: Message): void {
    this.#channel?.postMessage(message);
  }

  #hear(message: Message): void {
    if (message.kind === 'changed') this.#listeners.changed(message.change);
    else if (message.kind === 'session') this.#listeners.session();
    else if (message.kind === 'signedOut') this.#listeners.signedOut();
    else if (message.kind === 'ask') {
      if (this.#source) this.#say({ kind: 'status', status: this.#status });
    } else if (!this.#source) {
      const resumed = this.#status === 'lost' && message.status === 'connected';
      this.#setStatus(message.status);
      if (resumed) this.#listeners.resumed();
    }
  }
}
