import type { CameraState, CameraStream, StreamRole } from './schemas.ts';

/** How the parts of this slice see each other; each is made in its own folder and put together in slice.ts. */

/** A camera as the box knows it, without its password. */
export interface Camera {
  /** That of its device. */
  id: string;
  name: string;
  zoneId: string | null;
  profile: string;
  host: string;
  /** Device service, without userinfo; null where only RTSP is known. */
  onvifUrl: string | null;
  unitKey: string;
  /** Video source token; '' where none is known. */
  channel: string;
  maker: string;
  model: string;
  firmware: string;
  serial: string;
  streams: readonly CameraStream[];
  ptz: boolean;
  enabled: boolean;
}

export interface Account {
  username: string;
  password: string;
}

/** The cameras in memory, in step with the database. */
export interface CameraRegistry {
  get(id: string): Camera | undefined;
  all(): Iterable<Camera>;
  readonly size: number;
  /** Decrypted for this use; undefined where none is stored. Never logged, never in an answer. */
  account(id: string): Account | undefined;
  /**
   * The stream of that role, else the other one; undefined where none is known. `url` has no userinfo: the account is
   * put in only by the one who opens it (media/rtsp-address.ts).
   */
  stream(id: string, role: StreamRole): CameraStream | undefined;
}

/** The first bytes of a stream: what a player needs before any fragment. */
export interface StreamInit {
  /** ftyp and moov of fragmented MP4. */
  data: Buffer;
  /** `video/mp4; codecs="avc1.64001f,mp4a.40.2"` */
  mime: string;
  /** `h264`, `hevc` … as ffmpeg calls it. */
  video: string;
  width: number;
  height: number;
  audio: boolean;
}

/** One moof and mdat. */
export interface Fragment {
  data: Buffer;
  /** It begins with a key frame: a player or a file may start here. */
  key: boolean;
  /** When its first byte came, UTC ms by the box's clock. */
  at: number;
  /** Since the start of this stream, ms. */
  decodeMs: number;
  durationMs: number;
}

export interface StreamListener {
  /** At once where the stream runs, and again whenever it begins anew (lost camera, another codec or size). */
  init(init: StreamInit): void;
  /** Synchronous and quick; the buffer must not be changed. A new listener first gets those since the last key frame. */
  fragment(fragment: Fragment): void;
  /** The camera was lost, or cannot be had; the hub goes on trying. `reason` is a code of reasons.ts. */
  lost(reason: string): void;
}

/** One connection per stream in use, shared by all who watch or record it. */
export interface StreamHub {
  /** Joins the stream, starting it where nobody else has; the function returned leaves it. */
  join(cameraId: string, role: StreamRole, listener: StreamListener): () => void;
  /** Undefined where nobody uses it. `lastFrameAt` is of the box's clock, UTC ms. */
  state(
    cameraId: string,
    role: StreamRole,
  ): { lastFrameAt: number | null; reason: string | null } | undefined;
  /** Account, address or streams of this camera have changed: what runs begins anew; removed: it ends. */
  changed(cameraId: string): void;
  close(): Promise<void>;
}

/** `refused_once`: it was taken until then, and cameras that start refuse what they took for years. */
export type Resting = 'refused' | 'refused_once' | 'locked';

/**
 * Keeps whoever signs in at a camera from provoking its lockout: all parts that use the account ask it first and tell
 * it how it went. A refused account is tried again after an hour, or once it has changed;
 * one that was taken until then first after some minutes.
 */
export interface AccountGate {
  /**
   * False while another try with the same account could lock it. True: whoever asked tries at once, and tells how it
   * went; until then nobody else may, unless the account is known to be right.
   */
  mayTry(cameraId: string): boolean;
  /** It was refused lately: how; undefined where it was not. */
  resting(cameraId: string): Resting | undefined;
  /** Somebody else tries just now; a matter of seconds. */
  isBusy(cameraId: string): boolean;
  /** The camera did not take the account (`refused`), or said that it lets nobody in for now (`locked`). */
  refused(cameraId: string, how: 'refused' | 'locked'): void;
  /**
   * It answered 403 to the account. Of one that it took before that is no refusal, since makers say so to one viewer
   * too many. Returns whether it counts as one.
   */
  forbidden(cameraId: string): boolean;
  accepted(cameraId: string): void;
  /** The try is over, and says nothing of the account: the camera did not answer, or the station ended it. */
  undecided(cameraId: string): void;
}

/** What a camera reported of itself. */
export interface CameraEvent {
  cameraId: string;
  kind: 'motion' | 'tamper' | 'input';
  active: boolean;
  /** The box's clock, UTC ms. */
  at: number;
}

declare module '../events.ts' {
  interface Events {
    'camera.event': CameraEvent;
    /** How a camera is has changed; `reason` is a code of reasons.ts. */
    'camera.state': { cameraId: string; state: CameraState; reason: string | null };
  }
}
