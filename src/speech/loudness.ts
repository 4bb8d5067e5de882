/** What a loudness meter (EBU R128, dual mono) read. Levels in LUFS and dBTP; −Infinity for silence. */
export interface Loudness {
  integrated: number;
  truePeak: number;
  range: number;
  threshold: number;
}

const SUMMARY =
  /Integrated loudness:\s+I:\s+(\S+) LUFS\s+Threshold:\s+(\S+) LUFS\s+Loudness range:\s+LRA:\s+(\S+) LU[\s\S]*?Peak:\s+(\S+) dBFS/g;

/** Reads the summary that ffmpeg's ebur128 filter leaves on stderr. */
export function readMeter(stderr: string): Loudness | undefined {
  const match = [...stderr.matchAll(SUMMARY)].at(-1);
  if (!match) return undefined;
  const [integrated, threshold, range, truePeak] = match.slice(1).map(level);
  return allNumbers({ integrated, truePeak, range, threshold });
}

/** What ffmpeg's loudnorm filter did to the sound: the gain in dB, read from its JSON (print_format=json). */
export function readGain(stderr: string): number | undefined {
  const value = (key: string) => level(new RegExp(`"${key}"\\s*:\\s*"([^"]+)"`).exec(stderr)?.[1]);
  const before = value('input_i');
  const after = value('output_i');
  if (before === undefined || after === undefined || !Number.isFinite(after - before)) return undefined;
  return after - before;
}

function level(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text);
  return Number.isNaN(number) ? undefined : number;
}

function allNumbers(values: Record<keyof Loudness, number | undefined>): Loudness | undefined {
  const { integrated, truePeak, range, threshold } = values;
  if (integrated === undefined || truePeak === undefined) return undefined;
  if (range === undefined || threshold === undefined) return undefined;
  return { integrated, truePeak, range, threshold };
}
