import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** `__Host-` binds the cookie to this host over TLS; loopback HTTP has no TLS to ask for. */
function nameFor(secure: boolean): string {
  return secure ? '__Host-tramso' : 'tramso';
}

function isSecure(request: IncomingMessage): boolean {
  return 'encrypted' in request.socket && request.socket.encrypted === true;
}

/** The session token that a request or an upgrade carries. */
export function tokenOf(app: FastifyInstance, request: IncomingMessage): string | undefined {
  const header = request.headers.cookie;
  return header === undefined ? undefined : app.parseCookie(header)[nameFor(isSecure(request))];
}

/** Gives the browser the token of its session, until it is closed; null takes it away. */
export function setToken(reply: FastifyReply, token: string | null): void {
  const secure = isSecure(reply.request.raw);
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  if (token === null) reply.clearCookie(nameFor(secure), options);
  else reply.setCookie(nameFor(secure), token, options);
}
