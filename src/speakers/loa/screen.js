/** Puts on the screen how the loudspeaker is. */
const byId = (id) => document.getElementById(id);
const SECTIONS = ['pair', 'locked', 'on', 'elsewhere'];
const LOCAL_OFFSET_MS = 7 * 3_600_000;

export function show({ memory, language, wake, clock, output, player, isUp, isElsewhere, trouble }) {
  const say = (key, values) => language.say(key, values);
  const state = stateOf({ memory, output, player, isUp, isElsewhere });
  const section = { pair: 'pair', locked: 'locked', elsewhere: 'elsewhere' }[state] || 'on';
  document.documentElement.dataset.state = state;
  for (const id of SECTIONS) byId(id).hidden = id !== section;
  byId('more').hidden = state === 'pair';
  for (const element of document.getElementsByClassName('speaker-name')) setText(element, memory.name);
  setText(byId('link'), state === 'pair' || state === 'elsewhere' ? '' : say(isUp ? 'up' : 'down'));
  setText(byId('pair-error'), trouble ? trouble() : '');
  if (section !== 'on') return;
  const { status, detail } = textOf(state, player, clock, say);
  setText(byId('status'), status);
  setText(byId('detail'), detail);
  setText(byId('clock'), clock.synced ? timeOf(clock.now()) : '--:--:--');
  setText(byId('volume'), `${player.volume}%`);
  setText(byId('sync'), syncOf(clock, say));
  setText(byId('last'), player.last === null ? say('never') : timeOf(player.last));
  byId('hint').hidden = wake.held;
  showProgress(player);
}

function stateOf({ memory, output, player, isUp, isElsewhere }) {
  if (!memory.token) return 'pair';
  if (isElsewhere) return 'elsewhere';
  if (!output.running) return 'locked';
  if (player.playing) return 'playing';
  if (!isUp) return 'lost';
  return player.current ? 'next' : 'waiting';
}

function textOf(state, player, clock, say) {
  if (state === 'lost') return { status: say('lost'), detail: say('lostDetail') };
  if (state === 'waiting') return { status: say('waiting'), detail: say('waitingDetail') };
  const emergency = player.current.command.priority === 'emergency';
  if (state === 'playing') {
    const status = say(emergency ? 'playingEmergency' : 'playing');
    return { status, detail: say('left', { left: leftOf(player) }) };
  }
  const { startAt } = player.current.command;
  if (startAt <= clock.now()) return { status: say('soon'), detail: say('loading') };
  const left = minutes(startAt - clock.now());
  return { status: say('soonAt', { time: timeOf(startAt) }), detail: say('left', { left }) };
}

function leftOf({ current }) {
  return minutes(current.startedLocal + current.buffer.duration * 1000 - performance.now());
}

function showProgress(player) {
  const bar = byId('progress');
  bar.hidden = !player.playing;
  if (!player.playing) return;
  const { startedLocal, buffer } = player.current;
  const share = (performance.now() - startedLocal) / (buffer.duration * 1000);
  byId('progress-bar').style.transform = `scaleX(${Math.min(1, Math.max(0, share)).toFixed(3)})`;
}

function syncOf(clock, say) {
  if (!clock.synced) return say('clockUnknown');
  return clock.uncertainty < 25 ? say('clockGood') : say('clockOff', { ms: Math.round(clock.uncertainty) });
}

/** `HH:MM:SS` in Việt Nam, whatever zone this device is set to. */
function timeOf(at) {
  return new Date(at + LOCAL_OFFSET_MS).toISOString().slice(11, 19);
}

function minutes(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Only what changed, so that screen readers are not told twice. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
