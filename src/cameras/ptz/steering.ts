import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import type { OnvifCamera, PtzPreset } from '../../protocols/onvif/index.ts';
import type { CameraRegistry } from '../parts.ts';
import { asking } from '../registry/camera-error.ts';
import { shortText } from '../registry/from-camera.ts';
import type { Sessions } from './sessions.ts';

export interface Speed {
  pan: number;
  tilt: number;
  zoom: number;
}

const STILL: Speed = { pan: 0, tilt: 0, zoom: 0 };
const PRESETS_MAX = 300;
const NAME_MAX = 64;
const CLOSE_MS = 1_000;

interface Course {
  /** What is to be done when the command under way is answered; undefined for nothing. */
  next: { speed: Speed; ms: number } | undefined;
  running: Promise<void> | undefined;
  /** Ends the movement of a camera that does not obey its time-out. */
  end: NodeJS.Timeout | undefined;
}

export interface SteeringParts {
  registry: CameraRegistry;
  sessions: Sessions;
  /** A stop that follows a movement by itself has failed. */
  failed(cameraId: string, error: unknown): void;
}

/** PTZ: one command at a time for each camera, the newest before any older; a stop is always the newest. */
export function createSteering({ registry, sessions, failed }: SteeringParts) {
  const courses = new Map<string, Course>();

  /** The ONVIF media profile that is steered by. Throws where the camera cannot move. */
  function profileOf(id: string): string {
    const camera = registry.get(id);
    if (!camera) throw new AppError('item.not_found');
    if (camera.onvifUrl === null) throw new AppError('camera.rtsp_only');
    const token = camera.streams.find((stream) => stream.token !== '')?.token;
    if (!camera.ptz || token === undefined) throw new AppError('camera.no_ptz');
    return token;
  }

  async function ask<T>(id: string, work: (camera: OnvifCamera, profile: string) => Promise<T>): Promise<T> {
    const profile = profileOf(id);
    return asking(sessions.use(id, (camera) => work(camera, profile)));
  }

  async function obey(id: string, course: Course): Promise<void> {
    try {
      for (let order = course.next; order; order = course.next) {
        course.next = undefined;
        const { speed, ms } = order;
        const isStop = speed === STILL;
        if (isStop) keepMoving(course);
        await ask(id, (camera, profile) => (isStop ? camera.stop(profile) : camera.move(profile, speed, ms)));
        // From the answer on: getting through may have taken longer than the movement is to last.
        if (!isStop) endAfter(id, course, ms);
      }
    } catch (error) {
      // What was not begun needs no end, and to stop it would be one more try of a wrong account.
      if (error instanceof AppError && error.code !== 'camera.unreachable') {
        clearTimeout(course.end);
        course.end = undefined;
      }
      throw error;
    } finally {
      // In the turn that found nothing more to do: a command that comes later begins anew.
      course.running = undefined;
      course.next = undefined;
      if (course.end === undefined) courses.delete(id);
    }
  }

  function command(id: string, speed: Speed, ms: number): Promise<void> {
    profileOf(id);
    const course = courses.get(id) ?? { next: undefined, running: undefined, end: undefined };
    courses.set(id, course);
    keepMoving(course);
    course.next = { speed, ms };
    course.running ??= obey(id, course);
    return course.running;
  }

  /** Until something else ends the movement. */
  function keepMoving(course: Course): void {
    clearTimeout(course.end);
    course.end = undefined;
  }

  /** One that was not told to move is not told to stop. */
  function endAfter(id: string, course: Course, ms: number): void {
    keepMoving(course);
    course.end = setTimeout(() => {
      course.end = undefined;
      command(id, STILL, 0).catch((error: unknown) => failed(id, error));
    }, ms);
    course.end.unref();
  }

  return {
    /** Throws where the camera cannot be moved. */
    check: (id: string) => void profileOf(id),
    /** Speeds of −1…1 for `ms`, then it stops. */
    move: (id: string, speed: Speed, ms: number) => command(id, { ...speed }, ms),
    stop: (id: string) => command(id, STILL, 0),

    async presets(id: string): Promise<PtzPreset[]> {
      const presets = await ask(id, (camera, profile) => camera.presets(profile));
      return presets
        .slice(0, PRESETS_MAX)
        .map(({ token, name }) => ({ token, name: shortText(name, NAME_MAX) || token }));
    },
    goToPreset: (id: string, token: string) =>
      ask(id, (camera, profile) => camera.goToPreset(profile, token)),
    /** Stores where it looks now; the token of the preset. */
    setPreset: (id: string, name: string, token?: string) =>
      ask(id, (camera, profile) => camera.setPreset(profile, shortText(name, NAME_MAX), token)),
    removePreset: (id: string, token: string) =>
      ask(id, (camera, profile) => camera.removePreset(profile, token)),

    /** What still moves is told to stop; the end of the station waits a second for it, and no longer. */
    async close(): Promise<void> {
      const moving = [...courses].filter(
        ([, { end, running }]) => end !== undefined || running !== undefined,
      );
      const stopped = moving.map(([id]) => command(id, STILL, 0).catch((error) => failed(id, error)));
      const over = new AbortController();
      const late = sleep(CLOSE_MS, undefined, { signal: over.signal }).catch(() => {});
      await Promise.race([Promise.all(stopped), late]);
      over.abort();
    },
  };
}

export type Steering = ReturnType<typeof createSteering>;
