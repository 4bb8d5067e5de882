import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tinyModel, tinyTokens } from '../../../lab/voices/tiny-model.ts';

/** Debian's data of espeak-ng, which the phonemizer of sherpa-onnx reads too. */
export function espeakData(): string {
  const about = execFileSync('espeak-ng', ['--version'], { encoding: 'utf8' });
  const found = /Data at: (\S+)/.exec(about)?.[1];
  if (!found) throw new Error(`espeak-ng does not tell where its data is: ${about}`);
  return found;
}

/** A folder as the repacked Piper voices are, with a model that hums. */
export function tinyVoice(parent: string, name = 'vits-piper-vi_VN-tiny-low'): string {
  const dir = join(parent, name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'tiny.onnx'), tinyModel());
  writeFileSync(join(dir, 'tiny.onnx.json'), JSON.stringify({ language: { code: 'vi_VN', family: 'vi' } }));
  writeFileSync(join(dir, 'tokens.txt'), tinyTokens());
  writeFileSync(join(dir, 'MODEL_CARD'), '# Model card for tiny\n\n* Language: vi_VN\n* Licence: CC0\n');
  symlinkSync(espeakData(), join(dir, 'espeak-ng-data'));
  return dir;
}
