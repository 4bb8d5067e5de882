/**
 * Carries out the box's commands and says truthfully what became of them: a start is reported once the audio clock
 * has passed it, an end once the sound is really over.
 */
const RANKS = { normal: 0, priority: 1, emergency: 2 };
/** The clocks are better known shortly before: the start is set early, then again this long ahead. */
const REFINE_MS = [1_500, 300];
const WORTH_REFINING_S = 0.001;
const AT_ONCE_S = 0.02;
const CLOCK_STEP_MS = 2_000;
const STUCK_MS = 3_000;
const TOLERANCE_S = 0.15;

export class Player {
  /** @param parts { clock, output, store, link, played: { has(id), add(id) }, changed() } */
  constructor(parts) {
    Object.assign(this, parts);
    this.current = null;
    this.volume = 80;
    this.last = null;
  }

  /** The playout that sounds now. */
  get playing() {
    if (!this.current) return null;
    return this.current.started ? this.current.playoutId : null;
  }

  async obey(command) {
    // The box's clock was set since we asked for the time.
    if (this.clock.synced && Math.abs(this.clock.now() - command.sentAt) > CLOCK_STEP_MS) this.clock.forget();
    if (!this.clock.synced) await this.link.measure(1);
    try {
      if (command.type === 'play' || command.type === 'test') await this.play(command);
      else if (command.type === 'stop') this.stop(command);
      else if (command.type === 'prefetch') await this.prefetch(command);
      else if (command.type === 'volume') this.setVolume(command.volume);
    } catch (error) {
      if (command.type === 'play' || command.type === 'test') this.fail(command, error.message);
    }
  }

  setVolume(volume) {
    this.volume = volume;
    this.output.volume = volume;
    this.link.tellState();
    this.changed();
  }

  async prefetch(command) {
    await this.store.prefetch(command);
    this.report(command, 'ready');
  }

  async play(command) {
    // We are no speaker any more, or another tab is it.
    if (!this.link.wanted) return;
    const id = command.playoutId;
    if (this.played.has(id) || (this.current && this.current.playoutId === id)) return;
    if (this.clock.now() > command.expiresAt) throw new Error('expired');
    if (!this.output.running) throw new Error('sound_locked');
    const rank = RANKS[command.priority] || 0;
    if (this.current && this.current.rank > rank) throw new Error('busy');
    if (this.current) this.silence('preempted');
    const mine = { playoutId: id, rank, command, started: false, refining: [] };
    this.current = mine;
    this.report(command, 'accepted');
    this.changed();
    const buffer = await this.store.buffer(command);
    if (this.current !== mine) return;
    mine.buffer = buffer;
    this.output.volume = command.volume === undefined ? this.volume : command.volume;
    this.schedule(mine);
    if (command.startAt > 0) {
      const left = this.clock.local(command.startAt) - performance.now();
      mine.refining = REFINE_MS.filter((ahead) => ahead < left).map((ahead) =>
        setTimeout(() => this.schedule(mine), left - ahead),
      );
    }
  }

  /** Sets the start on the audio clock, anew where it is known better than before. */
  schedule(mine) {
    const { output, clock } = this;
    // Just reconnected: a start that was set while the time was known is the better one.
    if (mine.source && !clock.synced) return;
    const now = output.context.currentTime;
    const wanted = mine.command.startAt > 0 ? output.audioTime(clock.local(mine.command.startAt)) : 0;
    const when = Math.max(wanted, now + AT_ONCE_S);
    if (mine.source) {
      if (mine.when <= now + AT_ONCE_S || Math.abs(when - mine.when) < WORTH_REFINING_S) return;
      mine.source.onended = null;
      mine.source.stop();
      mine.source.disconnect();
    }
    mine.when = when;
    mine.source = output.start(mine.buffer, when, () => this.ended(mine));
    clearTimeout(mine.starting);
    mine.starting = setTimeout(() => this.begun(mine), output.localTime(when) - performance.now());
  }

  begun(mine) {
    if (this.current !== mine) return;
    const { context } = this.output;
    const late = context.currentTime - mine.when;
    if (late < 0 || !this.output.running) {
      // Its clock stands still: another app has taken the sound, or the browser has stopped it.
      mine.waited = (mine.waited || 0) + 50;
      if (mine.waited > STUCK_MS) this.abandon(mine, 'sound_stuck');
      else mine.starting = setTimeout(() => this.begun(mine), 50);
      return;
    }
    mine.started = true;
    // By a fresh look: the hardware may have stumbled since the start was set.
    mine.startedLocal = this.output.leadNow() + mine.when * 1000;
    this.played.add(mine.playoutId);
    this.report(mine.command, 'started', { at: this.clock.now() - (performance.now() - mine.startedLocal) });
    this.link.tellState();
    this.changed();
    mine.watching = setTimeout(
      () => this.abandon(mine, 'sound_stuck'),
      mine.buffer.duration * 1000 + STUCK_MS,
    );
  }

  ended(mine) {
    if (this.current !== mine) return;
    const { duration } = mine.buffer;
    const sounded = this.output.context.currentTime - mine.when;
    if (sounded + TOLERANCE_S < duration) {
      this.fail(mine.command, 'cut_short');
      return;
    }
    if (!mine.started) this.begun(mine);
    // The browser is done with it, the loudspeaker not yet.
    const left = this.output.leadNow() + (mine.when + duration) * 1000 - performance.now();
    clearTimeout(mine.watching);
    mine.watching = setTimeout(() => this.finished(mine), left);
  }

  finished(mine) {
    if (this.current !== mine) return;
    this.clear(mine);
    this.report(mine.command, 'finished');
    this.link.tellState();
    this.changed();
  }

  stop(command) {
    const mine = this.current;
    const meant = mine && (command.playoutId === null || command.playoutId === mine.playoutId);
    if (meant) this.silence(undefined, command.id);
    else this.link.report({ playoutId: null, kind: 'stopped', at: this.clock.now(), commandId: command.id });
    this.changed();
  }

  /** The box can reach this page no more, so it must not go on sounding. */
  quit(reason) {
    if (this.current) this.silence(reason);
  }

  /** Ends what is on, or about to be. */
  silence(reason, commandId) {
    const mine = this.current;
    this.played.add(mine.playoutId);
    this.clear(mine);
    this.report(mine.command, 'stopped', Object.assign({}, reason && { reason }, commandId && { commandId }));
    this.link.tellState();
  }

  abandon(mine, reason) {
    if (this.current !== mine) return;
    this.fail(mine.command, reason);
  }

  fail(command, reason) {
    const mine = this.current;
    if (mine && mine.playoutId === command.playoutId) this.clear(mine);
    this.report(command, 'failed', { reason: String(reason).slice(0, 100) });
    this.link.tellState();
    this.changed();
  }

  clear(mine) {
    clearTimeout(mine.starting);
    for (const timer of mine.refining) clearTimeout(timer);
    clearTimeout(mine.watching);
    if (mine.source) {
      mine.source.onended = null;
      mine.source.stop();
      mine.source.disconnect();
    }
    if (mine.started) this.last = this.clock.now();
    this.output.volume = this.volume;
    this.current = null;
  }

  report(command, kind, more) {
    const at = this.clock.synced ? this.clock.now() : null;
    this.link.report(Object.assign({ playoutId: command.playoutId, kind, at, commandId: command.id }, more));
  }
}
