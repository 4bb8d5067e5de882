/**
 * The sound of this device and when it is heard. The audio hardware has its own clock: pairs of (audio time,
 * performance.now()) as they leave the loudspeaker are collected all the time, and their median tells which audio
 * time sounds at a given moment, output latency included.
 */
const LOOK_MS = 250;
/** Few: after a hiccup of the hardware its clock stands elsewhere. */
const KEPT = 7;

export class Output {
  /** @param changed called when the browser allows or stops sound */
  constructor(changed) {
    const Context = window.AudioContext || window.webkitAudioContext;
    this.context = new Context({ latencyHint: 'interactive' });
    this.gain = this.context.createGain();
    this.gain.connect(this.context.destination);
    this.leads = [];
    this.context.onstatechange = () => {
      this.leads = [];
      changed();
    };
    setInterval(() => this.look(), LOOK_MS);
  }

  get running() {
    return this.context.state === 'running';
  }

  /** Needs a person's tap, unless this browser plays without. */
  unlock() {
    return this.context.resume();
  }

  /** 0–100 */
  set volume(volume) {
    this.gain.gain.value = volume / 100;
  }

  look() {
    if (!this.running) return;
    this.leads.push(this.leadNow());
    if (this.leads.length > KEPT) this.leads.shift();
  }

  /** performance.now() at which audio time 0 was, or would have been, heard. */
  leadNow() {
    const context = this.context;
    if (context.getOutputTimestamp) {
      const stamp = context.getOutputTimestamp();
      if (stamp.contextTime > 0 && stamp.performanceTime > 0) {
        return stamp.performanceTime - stamp.contextTime * 1000;
      }
    }
    const latency = context.outputLatency || context.baseLatency || 0;
    return performance.now() - context.currentTime * 1000 + latency * 1000;
  }

  get lead() {
    if (this.leads.length === 0) return this.leadNow();
    const sorted = this.leads.slice().sort((a, b) => a - b);
    return sorted[sorted.length >> 1];
  }

  /** Audio time (s) that is heard at performance.now() = `local`. */
  audioTime(local) {
    return (local - this.lead) / 1000;
  }

  /** performance.now() at which audio time `time` (s) is heard, going by the last few looks. */
  localTime(time) {
    return this.lead + time * 1000;
  }

  decode(bytes) {
    // By callback, since older Safari gives no promise; it takes the bytes away, so it gets a copy.
    return new Promise((resolve, reject) => {
      this.context.decodeAudioData(bytes.slice(0), resolve, () => reject(new Error('not_audio')));
    });
  }

  /** Starts a buffer at audio time `when`. */
  start(buffer, when, ended) {
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.gain);
    source.onended = ended;
    source.start(when);
    return source;
  }
}
