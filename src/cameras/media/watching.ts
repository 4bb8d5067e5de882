import type { IncomingMessage } from 'node:http';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Session } from '../../web/identity/index.ts';
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
