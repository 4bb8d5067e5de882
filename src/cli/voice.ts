import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { AppError } from '../errors.ts';
import type { FoundVoice } from '../speech/engines/piper/inspect.ts';
import { installVoice, removeVoice, sweepVoices } from '../speech/engines/piper/install.ts';
import { installedVoices } from '../speech/engines/piper/voice-folder.ts';
import { configOf, flagsOf, inEnglish, say, usage } from './flags.ts';

const USAGE =
  'voice list | remove ID | install FOLDER|ARCHIVE|URL [--sha256 HEX] [--accent north|central|south] [--name TÊN] [--id ID] [--speaker N] [--yes]';
const ACCENTS = ['north', 'central', 'south'] as const;
const LICENCE_LINES = 40;
const MIB = 1024 ** 2;

/** The natural voices of this machine. A running station finds them by itself. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(
    args,
    {
      sha256: { type: 'string' },
      accent: { type: 'string', default: 'north' },
      name: { type: 'string' },
      id: { type: 'string' },
      speaker: { type: 'string', default: '0' },
      yes: { type: 'boolean', default: false },
    },
    2,
  );
  const [action = 'list', what] = positionals;
  const dir = join(configOf(values).data, 'voices');
  if (action === 'list' && what === undefined) return list(dir);
  if (what === undefined || positionals.length > 2) throw usage(USAGE);
  if (action === 'remove') {
    await removeVoice(dir, what);
    say(`Đã gỡ giọng ${what}.`, `The voice ${what} is removed.`);
    return 0;
  }
  const accent = ACCENTS.find((known) => known === values.accent);
  if (action !== 'install' || !accent || !/^\d{1,4}$/.test(values.speaker)) throw usage(USAGE);
  await sweepVoices(dir);
  const { sha256, name, id, yes } = values;
  const installed = await installVoice({
    ...{ dir, source: what, sha256, id, name, accent, speaker: Number(values.speaker) },
    confirm: (found) => confirm(found, yes),
  });
  if (installed === undefined) {
    say('Chưa cài gì.', 'Nothing was installed.');
    return 1;
  }
  say(
    `Đã cài giọng piper:${installed}. Chọn giọng này ở Cài đặt → Giọng đọc.`,
    `The voice piper:${installed} is installed. Choose it in Settings → Voice.`,
  );
  return 0;
}

function list(dir: string): number {
  const voices = installedVoices(dir);
  if (voices.length === 0) say('Chưa cài giọng nào.', 'No voice is installed.');
  for (const { id, card } of voices)
    process.stdout.write(`${[`piper:${id}`, card.name, card.accent, card.licence].join('\t')}\n`);
  return 0;
}

/** Shows what the voice is and under which licence; asks whoever sits there, unless they said yes beforehand. */
async function confirm(found: FoundVoice & { sha256: string }, yes: boolean): Promise<boolean> {
  const { id, model, bytes, language, licence, sha256 } = found;
  const size = `${Math.ceil(bytes / MIB)} MB`;
  say(`Giọng ${id} (${model}, ${size})`, `Voice ${id} (${model}, ${size})`);
  say(`SHA-256: ${sha256}`, `SHA-256: ${sha256}`);
  if (language !== undefined && !language.startsWith('vi'))
    say(
      `Chú ý: giọng này đọc ngôn ngữ “${language}”, không phải tiếng Việt.`,
      `Note: it speaks “${language}”.`,
    );
  const lines = licence.split('\n');
  const shown = lines.length > LICENCE_LINES ? [...lines.slice(0, LICENCE_LINES), '…'] : lines;
  if (licence === '')
    say('Không kèm giấy phép: hãy tự xem ở nơi tải.', 'No licence comes with it: look where it is from.');
  // What strangers wrote must not steer the terminal.
  else process.stdout.write(`\n${shown.join('\n').replace(/[^\P{Cc}\n]/gu, '')}\n\n`);
  if (yes) return true;
  if (!process.stdin.isTTY) throw new AppError('voice.unconfirmed');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const question = inEnglish()
      ? 'Agree with the licence and install? [y/N] '
      : 'Đồng ý với giấy phép và cài? [c/K] ';
    return /^(c|có|y|yes)$/i.test((await terminal.question(question)).trim().normalize('NFC'));
  } finally {
    terminal.close();
  }
}
