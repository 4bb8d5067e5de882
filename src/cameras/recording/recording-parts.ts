import type { FastifyInstance } from 'fastify';
import type { Camera, CameraRegistry, StreamHub } from '../parts.ts';
import type { Standing } from './identities.ts';
import type { ViewingNotes } from './playback.ts';
import type { RecorderTimes } from './recorder.ts';
import type { Disk } from './room.ts';
import type { TimelineEvent } from './schemas.ts';
import type { RecordingSettings } from './settings.ts';

/** What recording needs of the rest of the station. */
export interface RecordingParts {
  app: FastifyInstance;
  registry: Pick<CameraRegistry, 'get'>;
  hub: Pick<StreamHub, 'join'>;
  viewings: ViewingNotes;
  settings: () => Readonly<RecordingSettings>;
  /** Where a camera stands, in words. */
  standsAt?(camera: Camera): Standing;
  /** The camera's clock minus the box's, ms, as last measured. */
  driftOf?(cameraId: string): number | null;
  /** Whether a camera's reports of motion arrive now, and whether something moves before it; as good as yes and no. */
  hears?(cameraId: string): boolean;
  moves?(cameraId: string): boolean;
  /** Whether the clock can be believed enough to delete by age. */
  isSteady?: () => boolean;
  /** What the camera reported in a range, oldest first. */
  eventsOf?(cameraId: string, from: number, to: number): TimelineEvent[];
  times?: RecorderTimes;
  /** How much room a disk has, and whether it is the system's; tests tell their own. */
  space?: (folder: string) => Promise<Disk>;
  onSystemDisk?: (folder: string) => Promise<boolean>;
}
