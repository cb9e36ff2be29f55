import type { IncomingMessage } from 'node:http';

/**
 * Who is counted by the limits: the peer, or what our own proxy says of it. Of `X-Forwarded-For` only the last entry
 * is that proxy's; what stands before it the peer may have written itself.
 */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const peer = request.socket.remoteAddress ?? '';
  if (!trustProxy) return peer;
  const lines = request.headers['x-forwarded-for'];
  const last = (Array.isArray(lines) ? lines.join(',') : (lines ?? '')).split(',').at(-1)?.trim();
  return last || peer;
}
