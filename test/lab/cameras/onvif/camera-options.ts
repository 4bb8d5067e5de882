import type { StreamSpec } from '../rtsp/rtsp-host.ts';

export interface LabAccount {
  username: string;
  password: string;
}

/** One lens; a recorder has several. */
export interface LabChannel {
  name?: string;
  /** Default 1280x720 at 25 frames a second. */
  main?: StreamSpec;
  /** Default 352x288 at 10 frames a second; null: it has no second stream. */
  sub?: StreamSpec | null;
  ptz?: boolean;
}

export interface LabCameraOptions {
  /** Default 127.0.0.1; on Linux every 127.x.y.z will do without further ado. */
  address?: string;
  /** 0 takes a free one; `rtsp` is only used with pictures. Default 0 for all. */
  ports?: { http?: number; rtsp?: number; telnet?: number; ftp?: number };
  /** Null: everything is told to everybody. Default admin / `matkhau-lab`. */
  account?: LabAccount | null;
  /** Default one channel. */
  channels?: LabChannel[];
  maker?: string;
  model?: string;
  firmware?: string;
  serial?: string;
  /** `02:00:00:00:00:01` */
  mac?: string;
  name?: string;
  /** `urn:uuid:…` is made from the serial number. */
  hardware?: string;
  /** Whether it takes WS-UsernameToken, HTTP digest or both; default both. */
  auth?: 'token' | 'digest' | 'both';
  /** How a wrong account is refused: makers differ. Default `fault-400`. */
  refusal?: 'fault-400' | 'fault-401' | 'fault-500' | 'html-401';
  /** Default 5 failures within 30 s lock it for 5 min; null: never. `says`: the answer tells that it is locked. */
  lockout?: { failures: number; withinMs: number; forMs: number; says?: boolean } | null;
  clock?: {
    /** Its clock minus this machine's. */
    offsetMs?: number;
    /** POSIX, of whole hours; default `CST-7:00:00`. */
    timeZone?: string;
    /** False: it refuses to be set to any other. */
    otherZones?: boolean;
    /** It tells and takes its local time where UTC belongs; its tokens are checked against true UTC. */
    localCalledUtc?: boolean;
    /** A token's time may be off by this much; default 20 s, null: never looked at. */
    toleranceMs?: number | null;
    /** The first request for the time needs an account already. */
    guarded?: boolean;
  };
  /** Default true. */
  media2?: boolean;
  /** Whether it knows GetServices; default true. */
  services?: boolean;
  /** Namespace prefixes in its answers: s/tds/tt, SOAP-ENV/ns1/ns2 as gSOAP has them, or e/d/o. */
  prefixes?: 'usual' | 'gsoap' | 'short';
  /** The address it calls itself by, where that is not the one that answers: `0.0.0.0`, that of another network. */
  namedHost?: string;
  discovery?: DiscoveryBehaviour;
  /** More that listens: what a security check should find. */
  open?: ('telnet' | 'ftp')[];
  /** HTTPS beside HTTP, with this certificate (PEM). */
  tls?: { key: string; cert: string; port?: number };
  events?: {
    /** Its name for movement: cell motion of the rule engine, or the alarm of the video source. Default cell. */
    motionTopic?: 'cell' | 'alarm';
    /** Whether Unsubscribe ends every subscription of the camera, as some do. */
    unsubscribeEndsAll?: boolean;
    /** How many subscriptions at once; default 10. */
    most?: number;
  };
}

export interface DiscoveryBehaviour {
  /** false: it hears no probe. */
  on?: boolean;
  /** What stands in XAddrs. `several`: three, the reachable one last; `link-local-first`: an IPv6 one before it. */
  xaddrs?: 'usual' | 'zero' | 'several' | 'white-space' | 'none' | 'link-local-first' | 'loopback';
  /** Two ProbeMatch in one reply, the second a recorder's. */
  twoMatches?: boolean;
  /** Instead of the reply, or (`bomb`, `entity`) within it. */
  nonsense?: 'malformed' | 'not-xml' | 'empty' | 'oversized' | 'bomb' | 'entity' | 'other-message';
  /** The reply is sent that many times. */
  times?: number;
  delayMs?: number;
  /** RelatesTo names a probe that nobody sent. */
  wrongRelation?: boolean;
}

/** What goes wrong with an answer, whatever was asked or for certain operations. */
export type Misbehaviour =
  /** The connection stays open and nothing comes. */
  | 'never-answers'
  /** Four seconds late. */
  | 'slow'
  /** A byte a second. */
  | 'drips'
  /** 64 MB of well-formed XML. */
  | 'huge'
  | 'bomb'
  | 'entity'
  | 'not-xml'
  | 'empty'
  /** The connection breaks in the middle of the answer. */
  | 'half'
  | 'html'
  /** A SOAP fault of the receiver, with 500. */
  | 'fault'
  /** Sends elsewhere. */
  | 'redirect'
  /** Well-formed, and with nothing of what was asked for. */
  | 'hollow'
  /** The connection is reset at once. */
  | 'reset';

export const USUAL_ACCOUNT: LabAccount = { username: 'admin', password: 'matkhau-lab' };
export const USUAL_LOCKOUT = { failures: 5, withinMs: 30_000, forMs: 300_000 };
export const USUAL_MAIN: StreamSpec = { width: 1280, height: 720, fps: 25 };
export const USUAL_SUB: StreamSpec = { width: 352, height: 288, fps: 10 };
