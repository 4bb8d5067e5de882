import { sha256 } from './sha256.js';

/** Audio fetched ahead of time, by its checksum, which is checked: plain HTTP hides nothing and proves nothing. Short pieces are kept decoded, long ones would fill a phone. */
const FETCH_MS = 60_000;
const MOST_FILES = 6;
const DECODED_AHEAD_MS = 120_000;
/** MP3 pads its ends; more than this is missing sound. */
const LENGTH_TOLERANCE_MS = 500;

export class AudioStore {
  constructor(output) {
    this.output = output;
    this.files = new Map();
  }

  /** Fetches and checks it; rejects with a short reason. */
  async prefetch(command) {
    await this.fetched(command);
    if (command.durationMs <= DECODED_AHEAD_MS) await this.buffer(command);
  }

  /** The sound of a command, ready to start. */
  async buffer(command) {
    const entry = await this.fetched(command);
    if (!entry.decoded) entry.decoded = this.output.decode(entry.bytes);
    const buffer = await entry.decoded;
    if (command.durationMs > DECODED_AHEAD_MS) entry.decoded = null;
    if (buffer.duration * 1000 < command.durationMs - LENGTH_TOLERANCE_MS) {
      this.files.delete(command.sha256);
      throw new Error('cut_short');
    }
    return buffer;
  }

  fetched(command) {
    const key = command.sha256;
    let entry = this.files.get(key);
    if (!entry) {
      entry = fetchBytes(command).then((bytes) => ({ bytes, decoded: null }));
      entry.catch(() => this.files.delete(key));
    }
    // The newest stand last.
    this.files.delete(key);
    this.files.set(key, entry);
    if (this.files.size > MOST_FILES) this.files.delete(this.files.keys().next().value);
    return entry;
  }
}

async function fetchBytes(command) {
  const bytes = await Promise.race([load(command.url), timeout(FETCH_MS)]);
  if (bytes.byteLength !== command.bytes) throw new Error('wrong_length');
  if ((await sha256(bytes)) !== command.sha256) throw new Error('wrong_checksum');
  return bytes;
}

async function load(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`fetch_${answer.status}`);
  return answer.arrayBuffer();
}

function timeout(ms) {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('fetch_timeout')), ms);
  });
}
