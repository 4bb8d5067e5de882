/** Puts on the screen how the loudspeaker is. */
const byId = (id) => document.getElementById(id);
const SECTIONS = ['pair', 'locked', 'on', 'elsewhere'];
const LOCAL_OFFSET_MS = 7 * 3_600_000;

export function show({ memory, clock, output, player, isUp, isElsewhere }) {
  const state = stateOf({ memory, output, player, isUp, isElsewhere });
  const section = { pair: 'pair', locked: 'locked', elsewhere: 'elsewhere' }[state] || 'on';
  document.documentElement.dataset.state = state;
  for (const id of SECTIONS) byId(id).hidden = id !== section;
  byId('more').hidden = state === 'pair';
  for (const element of document.getElementsByClassName('speaker-name')) setText(element, memory.name);
  setText(byId('link'), state === 'pair' || state === 'elsewhere' ? '' : isUp ? 'Đã kết nối' : 'Mất kết nối');
  if (section !== 'on') return;
  const { status, detail } = textOf(state, player, clock);
  setText(byId('status'), status);
  setText(byId('detail'), detail);
  setText(byId('clock'), clock.synced ? timeOf(clock.now()) : '--:--:--');
  setText(byId('volume'), `${player.volume}%`);
  setText(byId('sync'), syncOf(clock));
  setText(byId('last'), player.last === null ? 'Chưa có' : timeOf(player.last));
  const hint = document.hidden || !navigator.wakeLock;
  byId('hint').hidden = !hint;
  if (hint) setText(byId('hint'), 'Giữ trang này mở, cắm sạc và tắt chế độ tự khóa màn hình.');
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

function textOf(state, player, clock) {
  if (state === 'lost') return { status: 'Mất kết nối', detail: 'Đang tự nối lại với máy trạm…' };
  if (state === 'waiting') return { status: 'Sẵn sàng', detail: 'Đang chờ bản tin' };
  const emergency = player.current.command.priority === 'emergency';
  if (state === 'playing') {
    return { status: emergency ? 'Đang phát khẩn cấp' : 'Đang phát', detail: `Còn ${leftOf(player)}` };
  }
  const { startAt } = player.current.command;
  if (startAt <= clock.now()) return { status: 'Sắp phát', detail: 'Đang tải bản tin' };
  return { status: `Sắp phát lúc ${timeOf(startAt)}`, detail: `Còn ${minutes(startAt - clock.now())}` };
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

function syncOf(clock) {
  if (!clock.synced) return 'Đang chỉnh';
  return clock.uncertainty < 25 ? 'Khớp máy trạm' : `Lệch tới ${Math.round(clock.uncertainty)} ms`;
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
