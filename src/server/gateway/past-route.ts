/** `POST /api/past`: see `protocol/past.ts`. */
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import type { Wait } from '#protocol/kinds.ts';
import { pastRequestSchema } from '#protocol/past.ts';
import type { SyncServer } from '../sync/sync-server.ts';
import { addressOf } from './address-of.ts';
import { frameError } from './answer-ask.ts';
import type { FloodLimits } from './flood-limits.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { SessionKeeper } from './session-keeper.ts';

const BODY_MAX_BYTES = 1_024;
/** Each folds up to some hundred ops: two at once leave the loop and the database to who is writing. */
const AT_ONCE_MAX = 2;
const BUSY: Wait = { wait: 'busy', retryAfterMs: 1_000 };

export interface PastRouteOptions {
  readonly sync: Pick<SyncServer, 'past'>;
  readonly sessions: Pick<SessionKeeper, 'check'>;
  readonly limits: Pick<FloodLimits, 'frame'>;
  readonly cookie: SessionCookie;
  readonly trustProxy: boolean;
}

export function addPastRoute(app: FastifyInstance, options: PastRouteOptions): void {
  const { sync, sessions, limits, cookie, trustProxy } = options;
  let running = 0;
  app.post('/api/past', { bodyLimit: BODY_MAX_BYTES }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const token = cookie.tokenOf(request.headers.cookie);
    const session = token === undefined ? undefined : await sessions.check(token);
    if (!session) return reply.code(401).send({ wait: 'auth' } satisfies Wait);
    const asker = { ...session, address: addressOf(request.raw, trustProxy) };
    // As dear as a digest: it reads some hundred rows.
    const retryAfterMs = limits.frame(asker, { isDigest: true });
    if (retryAfterMs > 0) return reply.code(429).send({ wait: 'busy', retryAfterMs } satisfies Wait);
    const parsed = v.safeParse(pastRequestSchema, request.body);
    if (!parsed.success) return reply.code(400).send(frameError('malformed'));
    if (running >= AT_ONCE_MAX) return reply.code(503).send(BUSY);
    running += 1;
    try {
      return await reply.send(await sync.past(session, parsed.output));
    } finally {
      running -= 1;
    }
  });
}
