/**
 * The connection to the box. It comes back by itself, waiting longer each time, and tells again what the box may not
 * have heard: a dead Wi-Fi swallows messages for a while before anybody notices.
 */
const SILENCE_MS = 15_000;
const ASK_MS = 5_000;
const STATE_MS = 20_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const QUESTIONS_AT_START = 8;
const QUESTION_GAP_MS = 80;
const MOST_UNTOLD = 50;
/** The box knows our token no more. Any other close is a lost connection. */
const NOT_PAIRED = 4401;
const OPENED_ELSEWHERE = 4409;

export class Link {
  /**
   * @param clock BoxClock to keep right
   * @param on { welcome(message), command(message), state(): object, up(), down(), refused(), elsewhere() }
   */
  constructor(clock, on) {
    this.clock = clock;
    this.on = on;
    /** Reports that the box has not been seen to get, oldest first, and since when by performance.now(). */
    this.untold = [];
    this.wait = FIRST_WAIT_MS;
    this.answers = [];
  }

  open(token) {
    // What another speaker has not told is nobody's business now.
    if (token !== this.token) this.untold = [];
    this.token = token;
    this.wanted = true;
    this.connect();
    clearInterval(this.ticker);
    clearInterval(this.teller);
    this.ticker = setInterval(() => this.tick(), ASK_MS);
    this.teller = setInterval(() => this.tellState(), STATE_MS);
  }

  /** This device is no speaker any more: the box need not miss it. */
  leave() {
    this.send({ type: 'bye' });
    this.close();
  }

  close() {
    this.wanted = false;
    clearInterval(this.ticker);
    clearInterval(this.teller);
    clearTimeout(this.retry);
    if (this.socket) this.socket.close();
  }

  connect() {
    clearTimeout(this.retry);
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(`${scheme}//${location.host}/loa/socket`);
    this.socket = socket;
    this.heardAt = performance.now();
    socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', v: 1, token: this.token }));
    socket.onmessage = (event) => this.hear(socket, event.data);
    socket.onclose = (event) => this.lost(socket, event.code);
  }

  lost(socket, code) {
    if (socket !== this.socket) return;
    this.socket = null;
    const wasUp = this.isUp;
    this.isUp = false;
    if (!this.wanted) return;
    if (code === NOT_PAIRED || code === OPENED_ELSEWHERE) {
      this.close();
      if (code === NOT_PAIRED) this.on.refused();
      else this.on.elsewhere();
      return;
    }
    if (wasUp) this.on.down();
    // Not all at once after a power cut.
    const wait = this.wait * (0.5 + Math.random());
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    this.retry = setTimeout(() => this.connect(), wait);
  }

  hear(socket, text) {
    if (socket !== this.socket) return;
    this.heardAt = performance.now();
    const message = JSON.parse(text);
    if (message.type === 'clock') {
      this.clock.answer(message);
      // What was told before this question has arrived before it.
      this.untold = this.untold.filter(({ since }) => since >= message.t0);
      for (const answered of this.answers.splice(0)) answered();
    } else if (message.type === 'welcome') this.welcomed(message);
    else if (message.type === 'elsewhere') {
      // First, since what it cuts off is still told.
      this.on.elsewhere();
      this.close();
    } else this.on.command(message);
  }

  welcomed(message) {
    this.isUp = true;
    this.wait = FIRST_WAIT_MS;
    // It may have slept meanwhile, with its clock standing still.
    this.clock.forget();
    this.on.welcome(message);
    this.on.up();
    this.tellState();
    for (const { report, since } of this.untold) {
      // Its time by our clock is worth nothing by now: either clock may have been set.
      this.send(Object.assign({}, report, { at: null, age: performance.now() - since }));
    }
    this.measure(QUESTIONS_AT_START);
  }

  /** Asks for the time so many times in a row; resolves when it is known, or nobody answers. */
  async measure(times) {
    for (let i = 0; i < times; i++) {
      await new Promise((resolve) => {
        this.answers.push(resolve);
        this.ask();
        setTimeout(resolve, 1_000);
      });
      if (i + 1 < times) await new Promise((resolve) => setTimeout(resolve, QUESTION_GAP_MS));
    }
  }

  ask() {
    this.send({ type: 'clock', t0: performance.now() });
  }

  tick() {
    // A dead Wi-Fi tells nobody.
    if (this.socket && performance.now() - this.heardAt > SILENCE_MS) {
      const dead = this.socket;
      this.lost(dead, 0);
      dead.onclose = null;
      dead.close();
    } else if (this.isUp) this.ask();
  }

  tellState() {
    this.send(Object.assign({ type: 'state', v: 1 }, this.on.state()));
  }

  report(report) {
    const message = Object.assign({ type: 'report' }, report);
    this.untold.push({ report: message, since: performance.now() });
    if (this.untold.length > MOST_UNTOLD) this.untold.shift();
    this.send(message);
  }

  send(message) {
    if (!this.isUp || !this.socket || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }
}
