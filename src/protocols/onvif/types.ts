/** What the other parts of the station see of ONVIF; made by discover.ts, sweep.ts, connect.ts and pull-point.ts. */

export interface OnvifAccount {
  username: string;
  password: string;
}

/** Something that answered as an ONVIF device. Nothing of it is proven: any machine may answer. */
export interface FoundDevice {
  /**
   * Endpoint reference (`urn:uuid:…`), lower case; `address:` and the sender where it gave none, `@` and the sender
   * behind it where others have the same.
   */
  key: string;
  /** Device service, always on the address that answered: `http://192.168.1.64:80/onvif/device_service` */
  url: string;
  /** All of them, likewise rewritten; the first is `url`. */
  urls: readonly string[];
  /** IPv4 of the sender. */
  address: string;
  /** Network interface it was heard on; '' when asked by address. */
  interface: string;
  /** From its scopes, percent-decoded, at most 100 characters; '' where it says nothing. */
  name: string;
  hardware: string;
  maker: string;
  /** It called itself by another address than the one that answered: NAT, a wrong setting, or a lie. */
  elsewhere: boolean;
}

export interface DiscoverOptions {
  /** Names of network interfaces; without it every one that is up, loopback left out. */
  interfaces?: readonly string[] | undefined;
  /** How long to listen; 3,000 ms. */
  timeoutMs?: number | undefined;
  /** Called as soon as a device is heard, and again where its key turns out to be that of others too. */
  onFound?: ((device: FoundDevice) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface Discovery {
  found: FoundDevice[];
  /** One a probed address; `error` where nothing could be sent there. */
  interfaces: { name: string; address: string; error: string | null }[];
  /** Replies that were not understood, too large, or past the cap. */
  refused: number;
}

export interface SweepOptions {
  /** IPv4 addresses; see rangeAddresses() for `192.168.1.0/24`. */
  addresses: readonly string[];
  /** 80, 8080, 8000, 8899, 2020, 5000 */
  ports?: readonly number[] | undefined;
  /** For one question; 1,500 ms. */
  requestMs?: number | undefined;
  /** Questions at once; 48. */
  parallel?: number | undefined;
  onFound?: ((device: FoundDevice) => void) | undefined;
  /** 0…1 */
  onProgress?: ((part: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface DeviceInformation {
  maker: string;
  model: string;
  firmware: string;
  serial: string;
  hardware: string;
}

export interface ClockReading {
  /** What the camera says is UTC, ms; null where it gives none. */
  cameraAt: number | null;
  /** The camera's clock minus the box's, ms, the way there taken off; 0 where it gives none. */
  offsetMs: number;
  /** It sets its clock by NTP, by its own account. */
  ntp: boolean;
  /** POSIX time zone as it says, `CST-7`; '' where it says nothing. */
  timeZone: string;
  /** Its local time minus UTC, ms, by its two clocks or its time zone; null where it does not say. */
  zoneMs: number | null;
  /** What it calls UTC is its local time: off by whole hours that its own local time explains. */
  localCalledUtc: boolean;
}

export interface TimeZone {
  /** POSIX: `ICT-7`. */
  name: string;
  /** Local time minus UTC, ms. */
  ms: number;
}

export interface VideoFormat {
  /** `h264`, `hevc`, `mjpeg`, `mpeg4` as ffmpeg calls them; '' while unknown. */
  codec: string;
  width: number;
  height: number;
  fps: number;
  kbps: number;
}

export interface StreamProfile {
  /** ONVIF media profile. */
  token: string;
  name: string;
  /**
   * RTSP without userinfo, on the host that we reach; '' where the camera gave none. The account may still stand in its
   * path or query (`user=admin&password=…`).
   */
  url: string;
  video: VideoFormat;
  /** `aac`, `pcm_alaw`, `pcm_mulaw`, `g726` …; '' for none. */
  audio: string;
  ptz: boolean;
}

/** One lens: a camera has one, a recorder as many as it has channels. */
export interface VideoChannel {
  /** Video source. */
  token: string;
  name: string;
  /** Largest picture first. */
  profiles: StreamProfile[];
}

export interface PtzPreset {
  token: string;
  name: string;
}

export interface NetworkInterfaceFacts {
  name: string;
  /** `aa:bb:cc:dd:ee:ff` */
  mac: string;
  addresses: string[];
}

export interface ConnectOptions {
  /** Device service: `http://host[:port]/onvif/device_service`; a bare host stands for that with port 80. */
  url: string;
  /** Without it only what the camera tells anybody. */
  account?: OnvifAccount | undefined;
  /** For connecting as a whole; 15,000 ms. */
  deadlineMs?: number | undefined;
  /** For one request, here and later; 5,000 ms. */
  requestMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** UTC ms. */
  now?: (() => number) | undefined;
}

/**
 * A camera that we have got through to. Each call is at most a few requests, each with its own deadline, and throws
 * OnvifError, whatever the camera answers. Nothing is kept open between calls.
 */
export interface OnvifCamera {
  readonly url: string;
  readonly information: DeviceInformation;
  /** As measured last. */
  readonly clock: ClockReading;
  /** How it wants the account; `none`: it answers to anybody. */
  readonly auth: 'none' | 'digest' | 'token';
  readonly services: { media: boolean; media2: boolean; ptz: boolean; events: boolean };
  measureClock(): Promise<ClockReading>;
  /** Channels with the streams of each. */
  video(): Promise<VideoChannel[]>;
  network(): Promise<NetworkInterfaceFacts[]>;
  /**
   * Sets its clock (UTC ms) by hand, and where it has another time zone that too, unless it knows no such one. One
   * that calls its local time UTC is given local time.
   */
  setClock(at: number, zone: TimeZone): Promise<void>;
  /** Sets its NTP server (host name or address) and lets its clock follow it, in that zone. */
  setNtp(host: string, zone: TimeZone): Promise<void>;
  /** Moves with speeds of −1…1 and stops by itself after `ms`, wherever the camera obeys the time-out. */
  move(profile: string, speed: { pan: number; tilt: number; zoom: number }, ms: number): Promise<void>;
  stop(profile: string): Promise<void>;
  presets(profile: string): Promise<PtzPreset[]>;
  goToPreset(profile: string, token: string): Promise<void>;
  /** Stores where it looks now; returns the token of the preset. */
  setPreset(profile: string, name: string, token?: string): Promise<string>;
  removePreset(profile: string, token: string): Promise<void>;
}

export interface OnvifEvent {
  kind: 'motion' | 'tamper' | 'input' | 'other';
  /** It begins (true) or ends; also true for what has no end. */
  active: boolean;
  /** The camera's own time, UTC ms; null where it gives none. */
  cameraAt: number | null;
  /** Video source, input or rule it comes from; '' where it says nothing. */
  source: string;
  /** `RuleEngine/CellMotionDetector/Motion`, without prefixes. */
  topic: string;
  /** How things stood when we subscribed: nothing has happened. */
  initial: boolean;
}

export interface PullPointOptions extends ConnectOptions {
  /** In the order of the camera. What it throws becomes a warning of the process and changes nothing. */
  onEvent(event: OnvifEvent): void;
  /** Each change: listening, or why not (`error.kind`) and when the next try is. */
  onState?(state: { listening: boolean; error: Error | null; nextTryMs: number }): void;
}

export interface PullPoint {
  readonly listening: boolean;
  /** Ends the subscription that is ours, within 2 s, and all that runs for it. */
  close(): Promise<void>;
}

/** The doors of this folder as types, so that a slice can be given others in its tests. */
export interface Onvif {
  /** WS-Discovery on every network interface at once. Never throws but for the signal's reason. */
  discover(options?: DiscoverOptions): Promise<Discovery>;
  /** Asks addresses one by one, without an account: "add by address or range". */
  sweep(options: SweepOptions): Promise<FoundDevice[]>;
  /** Gets through to one camera, with at most one wrong try of the account. Throws OnvifError. */
  connect(options: ConnectOptions): Promise<OnvifCamera>;
  /** Hears a camera's events until closed, connecting again whenever it must. Never throws. */
  pullPoint(options: PullPointOptions): PullPoint;
}
