import { AudioStore } from './audio-store.js';
import { BoxClock } from './box-clock.js';
import { Language } from './language.js';
import { Link } from './link.js';
import { Memory } from './memory.js';
import { Output } from './output.js';
import { Player } from './player.js';
import { show } from './screen.js';
import { Wake } from './wake.js';

/** The page /loa: pairs this browser with the station, then plays what the station sends. */
const memory = new Memory();
const language = new Language(memory);
const clock = new BoxClock();
const byId = (id) => document.getElementById(id);
let isUp = false;
let isElsewhere = false;
/** Says what is wrong in the language of now; null while nothing is. */
let trouble = null;

const output = new Output(() => {
  link.tellState();
  refresh();
});
const link = new Link(clock, {
  welcome(message) {
    memory.keep(memory.token, message.name);
    player.setVolume(message.volume);
  },
  command: (message) => player.obey(message),
  state: () => ({
    playing: player.playing,
    volume: player.volume,
    sound: output.running ? 'on' : 'locked',
  }),
  up() {
    isUp = true;
    refresh();
  },
  down() {
    isUp = false;
    refresh();
  },
  refused() {
    player.quit('removed');
    isUp = false;
    memory.forget();
    trouble = () => language.say('unpaired');
    refresh();
  },
  elsewhere() {
    player.quit('elsewhere');
    isUp = false;
    isElsewhere = true;
    refresh();
  },
});
const store = new AudioStore(output);
const player = new Player({ clock, output, store, link, played: memory, changed: () => refresh() });
const wake = new Wake(() => refresh());

function refresh() {
  show({ memory, language, wake, clock, output, player, isUp, isElsewhere, trouble });
}

async function pair(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector('button');
  trouble = null;
  refresh();
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
    if (answer.ok) {
      memory.keep(body.token, body.name);
      link.open(body.token);
      form.reset();
    } else trouble = () => (language.name === 'vi' ? body.error.message : body.error.messageEn);
  } catch {
    trouble = () => language.say('unreachable');
  }
  button.disabled = false;
  refresh();
}

byId('pair-form').addEventListener('submit', pair);
byId('language').addEventListener('click', () => {
  language.switch();
  refresh();
});
byId('unlock').addEventListener('click', () => {
  output.unlock();
  wake.ask();
});
byId('here').addEventListener('click', () => {
  isElsewhere = false;
  output.unlock();
  link.open(memory.token);
  refresh();
});
byId('unpair').addEventListener('click', () => {
  if (!window.confirm(language.say('leaveSure'))) return;
  player.quit('removed');
  link.leave();
  isUp = false;
  memory.forget();
  refresh();
});

language.apply();
if (memory.token) link.open(memory.token);
// Where sound is allowed without a tap it starts by itself.
output.unlock().catch(() => {});
wake.ask();
setInterval(refresh, 500);
refresh();
