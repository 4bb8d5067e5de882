import { readFileSync } from 'node:fs';
import t from 'tap';
import { launchChromium } from '../../lab/chromium.ts';
import { makeClip } from './clips.ts';
import { feed, handClock, openStore, recorderOn } from './rig.ts';

const clip = await makeClip({ seconds: 8, size: '160x120', audio: true });

t.test('Chromium plays segments one behind the other, notes and all', async (t) => {
  const rig = openStore(t);
  const clock = handClock();
  const { recorder } = recorderOn(rig, clock, 'continuous', { segmentMs: 3_000 });
  feed(recorder, clip, clock);
  await recorder.close();
  const segments = rig.all();
  t.equal(segments.length, 3);
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  const files = segments.map(({ path }) => readFileSync(path).toString('base64'));
  const told = await page.evaluate(
    async ({ files: all, mime }) => {
      const video = document.createElement('video');
      const source = new MediaSource();
      video.src = URL.createObjectURL(source);
      document.body.append(video);
      const once = (target: EventTarget, name: string) =>
        new Promise((resolve, reject) => {
          target.addEventListener(name, resolve, { once: true });
          target.addEventListener('error', () => reject(new Error(`error before ${name}`)), { once: true });
        });
      await once(source, 'sourceopen');
      const buffer = source.addSourceBuffer(mime);
      for (const file of all) {
        buffer.appendBuffer(Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)));
        await once(buffer, 'updateend');
      }
      source.endOfStream();
      video.currentTime = 4;
      await once(video, 'seeked');
      const { length } = buffer.buffered;
      return { ranges: length, end: buffer.buffered.end(length - 1), width: video.videoWidth };
    },
    { files, mime: clip.init.mime },
  );
  t.equal(told.ranges, 1, 'without a hole');
  t.ok(told.end > 7.9);
  t.equal(told.width, 160);
});
