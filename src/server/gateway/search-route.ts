/** `POST /api/search`: see `protocol/search.ts`. */
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import type { Wait } from '#protocol/kinds.ts';
import { type SearchPage, type SearchRequest, searchRequestSchema } from '#protocol/search.ts';
import { addressOf } from './address-of.ts';
import { frameError } from './answer-ask.ts';
import type { FloodLimits } from './flood-limits.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { SessionKeeper } from './session-keeper.ts';

const BODY_MAX_BYTES = 2_048;
/** A beginning of two letters reads a large part of an index: a few at once leave the database to who is writing. */
const AT_ONCE_MAX = 3;
const BUSY: Wait = { wait: 'busy', retryAfterMs: 500 };

export interface SearchRouteOptions {
  readonly search: { find(accountId: string, asked: SearchRequest): Promise<SearchPage> };
  readonly sessions: Pick<SessionKeeper, 'check'>;
  readonly limits: Pick<FloodLimits, 'frame'>;
  readonly cookie: SessionCookie;
  readonly trustProxy: boolean;
}

export function addSearchRoute(app: FastifyInstance, options: SearchRouteOptions): void {
  const { search, sessions, limits, cookie, trustProxy } = options;
  let running = 0;
  app.post('/api/search', { bodyLimit: BODY_MAX_BYTES }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const token = cookie.tokenOf(request.headers.cookie);
    const session = token === undefined ? undefined : await sessions.check(token);
    if (!session) return reply.code(401).send({ wait: 'auth' } satisfies Wait);
    const asker = { ...session, address: addressOf(request.raw, trustProxy) };
    const retryAfterMs = limits.frame(asker, { isSearch: true });
    if (retryAfterMs > 0) return reply.code(429).send({ wait: 'busy', retryAfterMs } satisfies Wait);
    const parsed = v.safeParse(searchRequestSchema, request.body);
    if (!parsed.success) return reply.code(400).send(frameError('malformed'));
    if (running >= AT_ONCE_MAX) return reply.code(503).send(BUSY);
    running += 1;
    try {
      return await reply.send(await search.find(session.accountId, parsed.output));
    } finally {
      running -= 1;
    }
  });
}
