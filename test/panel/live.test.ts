import t, { type Test } from 'tap';
import { type Change, Live } from '../../src/panel/api/live.ts';

/** As the browser's; keeps every one that was opened. */
class FakeEventSource {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readonly url: string;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(url: string) {
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  readonly #heard = new Map<string, () => void>();

  addEventListener(name: string, listener: () => void): void {
    this.#heard.set(name, listener);
  }

  beat(): void {
    this.#heard.get('beat')?.();
  }

  say(change: Change): void {
    this.onmessage?.({ data: JSON.stringify(change) });
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}

Object.assign(globalThis, { EventSource: FakeEventSource });

const turn = (ms = 30) => new Promise((resolve) => setTimeout(resolve, ms));
const newest = () => FakeEventSource.opened.at(-1);

async function tab(t: Test, silenceMs?: number) {
  const heard: unknown[] = [];
  const listeners = {
    changed: (change: Change) => heard.push(change),
    resumed: () => heard.push('resumed'),
    session: () => heard.push('session'),
    signedOut: () => heard.push('signed out'),
  };
  const live = new Live(listeners, silenceMs);
  t.teardown(() => live.stop());
  live.start();
  await turn();
  return { live, heard };
}

t.beforeEach(() => {
  FakeEventSource.opened = [];
});

t.test('one stream for all tabs, and each hears it', async (t) => {
  const first = await tab(t);
  const second = await tab(t);
  t.equal(FakeEventSource.opened.length, 1);
  t.equal(newest()?.url, '/api/live');
  newest()?.onopen?.();
  newest()?.say({ topic: 'speakers', id: 'a' });
  await turn();
  t.same(first.heard, [{ topic: 'speakers', id: 'a' }]);
  t.same(second.heard, [{ topic: 'speakers', id: 'a' }]);
  t.equal(second.live.status(), 'connected');
});

t.test('a tab that opens later asks how the connection is', async (t) => {
  await tab(t);
  newest()?.onopen?.();
  const late = await tab(t);
  t.equal(late.live.status(), 'connected');
});

t.test('when the tab that holds it closes, another takes over', async (t) => {
  const first = await tab(t);
  await tab(t);
  const [source] = FakeEventSource.opened;
  first.live.stop();
  await turn();
  t.equal(source?.readyState, FakeEventSource.CLOSED);
  t.equal(FakeEventSource.opened.length, 2);
});

t.test('a break that lasts is told to every tab, and so is its end', async (t) => {
  const first = await tab(t);
  const second = await tab(t);
  newest()?.onopen?.();
  newest()?.onerror?.();
  await turn();
  t.equal(first.live.status(), 'connected', 'a short one is nothing to tell');
  await turn(4200);
  t.equal(first.live.status(), 'lost');
  t.equal(second.live.status(), 'lost');
  newest()?.onopen?.();
  await turn();
  t.same(first.heard, ['resumed']);
  t.same(second.heard, ['resumed']);
});

t.test('a connection that says nothing is lost, and tried anew', async (t) => {
  const { live, heard } = await tab(t, 300);
  const [first] = FakeEventSource.opened;
  first?.onopen?.();
  for (let beats = 0; beats < 8; beats += 1) {
    await turn(50);
    first?.beat();
  }
  t.equal(live.status(), 'connected', 'a heartbeat is enough');
  t.equal(FakeEventSource.opened.length, 1);
  await turn(450);
  t.equal(first?.readyState, FakeEventSource.CLOSED);
  t.equal(live.status(), 'lost');
  t.ok(FakeEventSource.opened.length > 1);
  newest()?.onopen?.();
  t.equal(live.status(), 'connected');
  t.same(heard, ['resumed'], 'what was missed is fetched');
});

t.test('a refusal leads to another try, and to a look at the session', async (t) => {
  const { live, heard } = await tab(t);
  newest()?.close();
  newest()?.onerror?.();
  t.same(heard, ['session']);
  await turn(3200);
  t.equal(FakeEventSource.opened.length, 2);
  live.stop();
});

t.test('signing in or out in one tab is known in the others', async (t) => {
  const first = await tab(t);
  const second = await tab(t);
  first.live.announce('session');
  first.live.announce('signedOut');
  await turn();
  t.same(second.heard, ['session', 'signed out']);
  t.same(first.heard, []);
});

t.test('without Web Locks each tab has a stream of its own', async (t) => {
  const locks = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(navigator), 'locks');
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
  t.teardown(() => locks && Reflect.deleteProperty(navigator, 'locks'));
  await tab(t);
  await tab(t);
  t.equal(FakeEventSource.opened.length, 2);
});
