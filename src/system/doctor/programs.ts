import type { spawn } from 'node:child_process';
import { failed, ok, type Result, text, warning } from './finding.ts';
import type { Patient } from './index.ts';

const TIMEOUT_MS = 8_000;
/** What a mastered bulletin is made with. */
const ENCODERS = ['libmp3lame'];
const FILTERS = ['loudnorm'];

/** Standard output of a program that ends well; undefined where it can't be run or fails. */
export function output(run: typeof spawn, program: string, args: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = run(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const late = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
    let text = '';
    const end = (answer: string | undefined) => {
      clearTimeout(late);
      resolve(answer);
    };
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    child.once('error', () => end(undefined));
    child.once('close', (code) => end(code === 0 ? text : undefined));
  });
}

export async function checkFfmpeg({ config: { programs }, run }: Patient): Promise<Result> {
  const [version, encoders, filters] = await Promise.all([
    output(run, programs.ffmpeg, ['-hide_banner', '-version']),
    output(run, programs.ffmpeg, ['-hide_banner', '-encoders']),
    output(run, programs.ffmpeg, ['-hide_banner', '-filters']),
  ]);
  if (version === undefined) return missing(programs.ffmpeg, 'ffmpeg');
  const has = (list: string | undefined, name: string) => new RegExp(`\\s${name}\\s`).test(list ?? '');
  const lacking = [
    ...ENCODERS.filter((name) => !has(encoders, name)),
    ...FILTERS.filter((name) => !has(filters, name)),
  ];
  if (lacking.length > 0) {
    const names = lacking.join(', ');
    return failed(
      text(`ffmpeg thiếu ${names}`, `this ffmpeg lacks ${names}`),
      text('Cài bản ffmpeg của Debian: apt-get install ffmpeg', 'Install Debian’s: apt-get install ffmpeg'),
    );
  }
  const number = /version (\S+)/.exec(version)?.[1] ?? '?';
  return ok(`phiên bản ${number}`, `version ${number}`);
}

export async function checkVoices({ config: { programs }, run }: Patient): Promise<Result> {
  const listed = await output(run, programs.espeak, ['--voices=vi']);
  if (listed === undefined) return missing(programs.espeak, 'espeak-ng');
  const voices = listed
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([, language]) => (language?.startsWith('vi') ? [language] : []));
  if (voices.length === 0) {
    return failed(
      text('espeak-ng không có giọng tiếng Việt', 'espeak-ng has no Vietnamese voice'),
      text('Cài dữ liệu giọng: apt-get install espeak-ng-data', 'Run: apt-get install espeak-ng-data'),
    );
  }
  const names = [...new Set(voices)].join(', ');
  return ok(`espeak-ng: ${names}`, `espeak-ng: ${names}`);
}

/** Without it only PDF files are not turned into text. */
export async function checkPdf({ run }: Patient): Promise<Result> {
  // It tells its version on the other stream.
  if ((await output(run, 'pdftotext', ['-v'])) !== undefined)
    return ok('đọc được tệp PDF', 'PDF files can be read');
  return warning(
    text('không chạy được pdftotext, tệp PDF không đọc được', 'pdftotext cannot be run: no PDF is read'),
    text('Chạy: apt-get install poppler-utils', 'Run: apt-get install poppler-utils'),
  );
}

function missing(program: string, debian: string): Result {
  return failed(
    text(`không chạy được ${program}`, `${program} cannot be run`),
    text(`Chạy: apt-get install ${debian}`, `Run: apt-get install ${debian}`),
  );
}
