import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Test } from 'tap';
import { type SignedIn, type Station, startStation } from '../harness.ts';
import { LabCamera } from '../lab/cameras/lab-camera.ts';
import { USUAL_ACCOUNT } from '../lab/cameras/onvif/camera-options.ts';
import { RtspLab } from '../lab/cameras/rtsp/rtsp-lab.ts';
import { launchChromium } from '../lab/chromium.ts';
import { DEVICES, openAs, visit } from './walk.ts';

/** A station with three cameras of real streams, and real Chromium to sit at. */
export interface CameraDesk {
  station: Station;
  url: string;
  admin: SignedIn;
  browser: Browser;
  /** “Cổng ủy ban”: H.264 with sound, and a head that turns. */
  gate: LabCamera;
  gateId: string;
  /** “Chợ”: H.265, with a smaller stream of H.264. */
  marketId: string;
  /** “Cầu Đông”: nothing but H.265. */
  bridgeId: string;
  /** Opens a page of the panel on a desktop, as the administrator if not said otherwise. */
  sit(
    t: Pick<Test, 'teardown'>,
    path: string,
    person?: SignedIn,
  ): Promise<{ page: Page; context: BrowserContext; complaints: string[] }>;
}

const PICTURE = { width: 640, height: 360, fps: 25, phaseMs: 0 } as const;

/** @param address of the camera that turns; test files run at the same time */
export async function openCameraDesk(t: Pick<Test, 'teardown'>, address: string): Promise<CameraDesk> {
  process.env.TRAMSO_LAB = '1';
  const rtsp = await RtspLab.start();
  t.teardown(() => rtsp.stop());
  const main = { ...PICTURE, audio: 'aac' } as const;
  const serial = `gate-${process.pid}`;
  const gate = await LabCamera.start(
    { address, serial, channels: [{ ptz: true, main, sub: PICTURE }] },
    rtsp,
  );
  t.teardown(() => gate.stop());
  const host = await rtsp.host({});
  const hevc = await host.stream('/hevc', { ...PICTURE, codec: 'hevc' });
  const bridge = await host.stream('/bridge', { ...PICTURE, codec: 'hevc' });
  const small = await host.stream('/small', PICTURE);

  const station = await startStation(t);
  const { loopback: url } = await station.listen();
  const admin = await station.signIn('admin');
  const add = async (body: object): Promise<string> => {
    const answer = await admin.post('/api/cameras', body);
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body.cameras[0].id;
  };
  const gateId = await add({ name: 'Cổng ủy ban', host: gate.url, ...USUAL_ACCOUNT });
  const marketId = await add({ name: 'Chợ', url: hevc.url, subUrl: small.url });
  const bridgeId = await add({ name: 'Cầu Đông', url: bridge.url });
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  return {
    station,
    url,
    admin,
    browser,
    gate,
    gateId,
    marketId,
    bridgeId,
    async sit(t, path, person = admin) {
      const seat = await openAs(t, browser, url, person, DEVICES.desk);
      await visit(seat.page, url + path);
      return seat;
    },
  };
}
