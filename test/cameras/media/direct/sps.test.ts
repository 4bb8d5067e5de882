import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { BrokenBits } from '../../../../src/cameras/media/direct/bits.ts';
import { VIDEO_CODECS } from '../../../../src/cameras/media/direct/codec.ts';
import type { PictureFormat } from '../../../../src/cameras/media/direct/sps.ts';

/** Parameter sets as real encoders write them. */

const run = promisify(execFile);
const { H264, H265 } = VIDEO_CODECS;

async function spsOf(codec: typeof H264, size: string, args: readonly string[]): Promise<Buffer> {
  const source = ['-v', 'error', '-f', 'lavfi', '-i', `color=s=${size}:r=5`, '-frames:v', '1'];
  const { stdout } = await run('ffmpeg', [...source, ...args, '-f', codec?.name ?? '', '-'], {
    encoding: 'buffer',
  });
  const units = stdout
    .toString('latin1')
    .split('\0\0\u0001')
    .map((unit) => Buffer.from(unit, 'latin1'));
  return (
    units.find((unit) => unit.length > 0 && codec?.typeOf(unit[0] ?? 0) === codec?.spsType) ?? Buffer.alloc(0)
  );
}

const USUAL: PictureFormat = {
  width: 0,
  height: 0,
  chroma: 1,
  lumaDepth: 8,
  chromaDepth: 8,
  isProgressive: true,
};
const X264 = ['-c:v', 'libx264'];
const X265 = ['-c:v', 'libx265', '-x265-params', 'log-level=none'];
const SETS: [
  name: string,
  codec: typeof H264,
  size: string,
  args: string[],
  other: Partial<PictureFormat>,
][] = [
  ['baseline', H264, '352x288', [...X264, '-profile:v', 'baseline'], {}],
  ['main', H264, '640x360', [...X264, '-profile:v', 'main'], {}],
  ['high, cropped', H264, '1920x1080', X264, {}],
  ['odd sides', H264, '718x406', X264, {}],
  ['4:4:4', H264, '320x240', [...X264, '-pix_fmt', 'yuv444p'], { chroma: 3 }],
  [
    '4:2:2 of ten bits',
    H264,
    '320x242',
    [...X264, '-pix_fmt', 'yuv422p10le'],
    { chroma: 2, lumaDepth: 10, chromaDepth: 10 },
  ],
  ['grey', H264, '320x240', [...X264, '-pix_fmt', 'gray'], { chroma: 0 }],
  ['fields', H264, '720x576', [...X264, '-flags', '+ilme+ildct'], { isProgressive: false }],
  ['4K', H264, '3840x2160', [...X264, '-preset', 'ultrafast'], {}],
  ['H.265', H265, '352x288', X265, {}],
  ['H.265, cropped', H265, '1920x1080', X265, {}],
  [
    'H.265 of ten bits',
    H265,
    '640x360',
    [...X265, '-pix_fmt', 'yuv420p10le'],
    { lumaDepth: 10, chromaDepth: 10 },
  ],
  ['H.265, 4:4:4', H265, '320x240', [...X265, '-pix_fmt', 'yuv444p'], { chroma: 3 }],
];

for (const [name, codec, size, args, other] of SETS) {
  t.test(name, async (t) => {
    const [width = 0, height = 0] = size.split('x').map(Number);
    t.strictSame(codec?.formatOf(await spsOf(codec, size, args)), { ...USUAL, width, height, ...other });
  });
}

t.test('whatever comes, it is a format or broken', async () => {
  const bytes = fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(fc.constantFrom(H264, H265), bytes, (codec, sps) => {
      try {
        const { width = -1, height = -1 } = codec?.formatOf(sps) ?? {};
        return width >= 0 && height >= 0 && width <= 16_384 && height <= 16_384;
      } catch (error) {
        return error instanceof BrokenBits;
      }
    }),
  );
});
