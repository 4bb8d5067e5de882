import t from 'tap';
import {
  follow,
  type GreyFrame,
  isFrozen,
  isSamePicture,
  judgePicture,
  type Stillness,
} from '../../../src/cameras/health/picture.ts';
import { encode, greyFrames, sceneOf } from './grey.ts';

t.setTimeout(120_000);

const SCENES = {
  bars: 'testsrc2=s=640x360:r=1',
  shapes: 'mandelbrot=s=640x360:r=1:start_scale=0.8:maxiter=300',
  details: 'mandelbrot=s=640x360:r=1:start_scale=0.05:maxiter=300',
  test: 'smptehdbars=s=640x360:r=1',
};
const NIGHT = 'eq=brightness=-0.38:contrast=0.25,noise=alls=10:allf=t';
const DARK = 'lutyuv=y=16+(val-16)*0.08,noise=alls=6:allf=t';
const ONE_LAMP = 'lutyuv=y=16+(val-16)*0.03,drawbox=x=300:y=150:w=20:h=20:color=white@0.9:t=fill';
const FOG = 'eq=contrast=0.2:brightness=0.15';
const TITLES = 'drawbox=x=10:y=5:w=200:h=15:color=white:t=2,drawbox=x=10:y=335:w=150:h=15:color=white:t=2';

t.test('a scene by day, by night, in the dark, with one lamp and in fog is well', async (t) => {
  for (const [name, source] of Object.entries(SCENES)) {
    for (const filter of ['null', NIGHT, DARK, ONE_LAMP, FOG, 'gblur=sigma=2']) {
      t.equal(judgePicture(await sceneOf(source, filter)), null, `${name} ${filter}`);
    }
  }
});

t.test(
  'no light at all is black, also with the noise of a sensor at full gain and with titles',
  async (t) => {
    for (const filter of ['lutyuv=y=16', 'lutyuv=y=16,noise=alls=6:allf=t', `lutyuv=y=18,${TITLES}`]) {
      t.equal(
        judgePicture(await sceneOf(SCENES.bars, `${filter},lutyuv=u=128:v=128`)),
        'camera.black',
        filter,
      );
    }
  },
);

t.test('a lens far out of focus and a covered one are seen, whatever the titles', async (t) => {
  for (const [name, source] of Object.entries(SCENES)) {
    for (const filter of ['gblur=sigma=20:steps=3', `gblur=sigma=20:steps=3,${TITLES}`]) {
      t.equal(judgePicture(await sceneOf(source, filter)), 'camera.blurred', `${name} ${filter}`);
    }
  }
  const cloth = await sceneOf('color=c=0x808080:s=640x360:r=1', `noise=alls=4:allf=t,${TITLES}`);
  t.equal(judgePicture(cloth), 'camera.blurred');
});

/** What is known of the key frames of a stream, one look each ten minutes. */
function watch(frames: readonly GreyFrame[]): { still: Stillness | undefined; frozen: boolean } {
  let still: Stillness | undefined;
  let now = 0;
  for (const frame of frames) {
    now += 600_000;
    still = follow(still, frame, now);
  }
  return { still, frozen: still !== undefined && isFrozen(still, now) };
}

const RATES = {
  'a poor sub-stream': ['-s', '352x288', '-b:v', '256k', '-maxrate', '256k', '-bufsize', '256k'],
  'a good main stream': ['-b:v', '1M', '-maxrate', '1M', '-bufsize', '1M'],
};

t.test('a picture that stands still is frozen; one with noise or a clock in it is not', async (t) => {
  const folder = t.testdir();
  for (const [name, rate] of Object.entries(RATES)) {
    const frames = async (filter: string) => {
      const path = `${folder}/o.mkv`;
      await encode(path, filter, rate);
      // The first key frames of an encoder are still finding their quality.
      return (await greyFrames(['-skip_frame', 'nokey', '-i', path], 'null', 20)).slice(1);
    };
    t.ok(watch(await frames('null')).frozen, `${name}: nothing moves`);
    t.notOk(watch(await frames('noise=alls=4:allf=t')).frozen, `${name}: the noise of a sensor`);
    const clock = "drawtext=text='%{pts\\:hms}':x=20:y=20:fontsize=36:fontcolor=white";
    t.notOk(watch(await frames(clock)).frozen, `${name}: a burned-in clock`);
  }
});

t.test('frozen takes several looks over a while, and ends with the first that differs', async (t) => {
  const [a, b] = [await sceneOf(SCENES.bars), await sceneOf(SCENES.shapes)];
  t.ok(isSamePicture(a, a));
  t.notOk(isSamePicture(a, b));
  t.notOk(isSamePicture(a, { width: 36, height: 64, data: a.data }));
  t.notOk(watch([a, a, a]).frozen);
  t.ok(watch([a, a, a, a]).frozen);
  t.notOk(watch([a, a, a, a, b]).frozen);
  let still = follow(undefined, a, 0);
  for (let i = 1; i < 10; i++) still = follow(still, a, i * 1_000);
  t.notOk(isFrozen(still, 9_000), 'ten looks within seconds say nothing');
});
