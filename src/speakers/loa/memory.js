/** What this device remembers between visits; a browser that keeps nothing still works until it is closed. */
const KEY = 'tramso.loa';
const MOST_PLAYED = 100;

export class Memory {
  constructor() {
    this.value = read() || { token: '', name: '', played: [] };
  }

  get token() {
    return this.value.token;
  }

  get name() {
    return this.value.name;
  }

  get language() {
    return this.value.language;
  }

  set language(language) {
    this.value.language = language;
    this.write();
  }

  keep(token, name) {
    this.value.token = token;
    this.value.name = name;
    this.write();
  }

  forget() {
    this.keep('', '');
  }

  /** A playout is played once, also after a reload. */
  has(playoutId) {
    return this.value.played.indexOf(playoutId) >= 0;
  }

  add(playoutId) {
    if (this.has(playoutId)) return;
    this.value.played = this.value.played.concat(playoutId).slice(-MOST_PLAYED);
    this.write();
  }

  write() {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.value));
    } catch {
      // Private browsing: remembered until the tab is closed.
    }
  }
}

function read() {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) || 'null');
    return value && Array.isArray(value.played) ? value : null;
  } catch {
    return null;
  }
}
