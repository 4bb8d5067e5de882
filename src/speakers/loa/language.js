import { TEXTS } from './texts.js';

/** The language of the page: Vietnamese unless somebody has chosen otherwise on this device. */
export class Language {
  /** @param memory Memory that keeps the choice */
  constructor(memory) {
    this.memory = memory;
  }

  get name() {
    return TEXTS[this.memory.language] ? this.memory.language : 'vi';
  }

  /** A text; `{name}` in it is replaced by the value of that name. */
  say(key, values = {}) {
    return TEXTS[this.name][key].replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  }

  switch() {
    this.memory.language = this.name === 'vi' ? 'en' : 'vi';
    this.apply();
  }

  /** Puts the texts that never change into the page. */
  apply() {
    document.documentElement.lang = this.name;
    document.title = this.say('title');
    for (const element of document.querySelectorAll('[data-text]')) {
      element.textContent = this.say(element.dataset.text);
    }
    for (const element of document.querySelectorAll('[data-example]')) {
      element.placeholder = this.say(element.dataset.example);
    }
    document.getElementById('language').lang = this.name === 'vi' ? 'en' : 'vi';
  }
}
