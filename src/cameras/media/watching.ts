import type { IncomingMessage } from 'node:http';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Session, SessionUser } from '../../web/identity/index.ts';
import { hasRight } from '../../web/roles.ts';
import { StreamRole } from '../schemas.ts';

/** The query of a socket that shows a camera. */
export const WatchQuery = Type.Object({
  camera: Type.String({ minLength: 1, maxLength: 64 }),
  stream: StreamRole,
});

/** Who watches which stream. */
export interface Watching extends Static<typeof WatchQuery> {
  session: Session;
  ip: string;
}

/** A look at a camera, as viewing/ writes it down. */
export interface Look {
  by: { user: SessionUser; ip: string };
  cameraId: string;
  kind: 'live' | 'snapshot';
}

export interface Viewings {
  /** Throws where it cannot be written. The function returned says that it is over. */
  begin(look: Look): () => void;
  /** What is over as it begins. */
  note(look: Look): void;
}

/** @returns undefined for somebody who may not see cameras, and for a query that names none */
export function watchingOf(
  request: IncomingMessage,
  sessionOf: (request: IncomingMessage) => Session | undefined,
): Watching | undefined {
  const session = sessionOf(request);
  if (!session || !hasRight(session.user.role, 'camera.view')) return undefined;
  const query = {
    stream: 'sub',
    ...Object.fromEntries(new URL(request.url ?? '/', 'http://box').searchParams),
  };
  if (!Value.Check(WatchQuery, query)) return undefined;
  return { ...query, session, ip: request.socket.remoteAddress ?? '' };
}
