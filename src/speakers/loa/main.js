import { AudioStore } from './audio-store.js';
import { BoxClock } from './box-clock.js';
import { Link } from './link.js';
import { Memory } from './memory.js';
import { Output } from './output.js';
import { Player } from './player.js';
import { show } from './screen.js';

/** The page /loa: pairs this browser with the station, then plays what the station sends. */
const memory = new Memory();
const clock = new BoxClock();
const byId = (id) => document.getElementById(id);
let isUp = false;
let isElsewhere = false;

const output = new Output(() => refresh());
const link = new Link(clock, {
  welcome(message) {
    memory.keep(memory.token, message.name);
    player.setVolume(message.volume);
  },
  command: (message) => player.obey(message),
  state: () => ({ playing: player.playing, volume: player.volume }),
  up() {
    isUp = true;
    refresh();
  },
  down() {
    isUp = false;
    refresh();
  },
  refused() {
    isUp = false;
    memory.forget();
    byId('pair-error').textContent = 'Loa này đã được gỡ khỏi máy trạm. Hãy ghép lại bằng mã mới.';
    refresh();
  },
  elsewhere() {
    isUp = false;
    isElsewhere = true;
    refresh();
  },
});
const store = new AudioStore(output);
const player = new Player({ clock, output, store, link, played: memory, changed: () => refresh() });

function refresh() {
  show({ memory, clock, output, player, isUp, isElsewhere });
}

async function pair(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector('button');
  const error = byId('pair-error');
  error.textContent = '';
  button.disabled = true;
  // The tap on the button is also the leave to play sound.
  output.unlock();
  try {
    const answer = await fetch('/loa/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: form.code.value.replace(/\D/g, ''), name: form.name.value.trim() }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.error.message);
    memory.keep(body.token, body.name);
    link.open(body.token);
  } catch (problem) {
    error.textContent =
      problem instanceof TypeError
        ? 'Không liên lạc được với máy trạm. Hãy kiểm tra mạng rồi thử lại.'
        : problem.message;
  }
  button.disabled = false;
  refresh();
}

/** Keeps the screen on where the browser lets us: it does so only over HTTPS. */
async function stayAwake() {
  if (!navigator.wakeLock || document.visibilityState !== 'visible') return;
  try {
    await navigator.wakeLock.request('screen');
  } catch {
    // Low battery, or not allowed: the page says to keep the screen on.
  }
}

byId('pair-form').addEventListener('submit', pair);
byId('unlock').addEventListener('click', () => {
  output.unlock();
  stayAwake();
});
byId('here').addEventListener('click', () => {
  isElsewhere = false;
  output.unlock();
  link.open(memory.token);
  refresh();
});
byId('unpair').addEventListener('click', () => {
  if (!window.confirm('Gỡ loa khỏi thiết bị này?')) return;
  link.close();
  isUp = false;
  memory.forget();
  refresh();
});
document.addEventListener('visibilitychange', stayAwake);

if (memory.token) link.open(memory.token);
// Where sound is allowed without a tap it starts by itself.
output.unlock().catch(() => {});
stayAwake();
setInterval(refresh, 500);
refresh();
