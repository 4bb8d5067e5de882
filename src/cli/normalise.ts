import { createInterface } from 'node:readline';
import { createNormaliser, PRESETS, type Token } from '../speech/normalise/index.ts';
import { flagsOf, usage } from './flags.ts';

const USAGE = 'normalise [--preset broadcast|compact] [--explain] < FILE';

/** Prints what would be said for each line of stdin, one line for one; with --explain, each token behind it. */
export async function run(args: string[]): Promise<number> {
  const { values } = flagsOf(args, {
    preset: { type: 'string', default: 'broadcast' },
    explain: { type: 'boolean', default: false },
  });
  const { preset, explain } = values;
  if (!isPreset(preset)) throw usage(USAGE);
  const normalise = createNormaliser({ style: PRESETS[preset] });
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const { spoken, tokens } = normalise(line);
    // A line holds no other line ends but rare ones (U+2028), which are pauses here.
    let out = `${spoken.replaceAll('\n', ' ')}\n`;
    if (explain) for (const token of tokens) if (token.class !== 'space') out += explanation(token);
    if (!process.stdout.write(out)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  return 0;
}

function isPreset(name: string): name is keyof typeof PRESETS {
  return Object.hasOwn(PRESETS, name);
}

/** `  4/9  →  ngày bốn tháng chín  [date, likeliest; ratio: bốn phần chín]` */
function explanation({ text, spoken, class: kind, why, choices = [] }: Token): string {
  const others = choices.filter((choice) => choice.spoken !== spoken);
  const also = others.map((choice) => `; ${choice.id}: ${choice.spoken}`).join('');
  return `  ${text}\t${spoken}\t[${kind}, ${why}${also}]\n`;
}
