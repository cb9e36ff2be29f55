/** `POST /api/session`: first contact, or coming back. Answers with the account and, when needed, a new cookie. */
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import type { Wait } from '#protocol/kinds.ts';
import { type SessionReply, sessionRequestSchema } from '#protocol/session.ts';
import { SUPPORTED_PROTOCOLS } from '#protocol/version.ts';
import { addressOf } from './address-of.ts';
import { frameError } from './answer-ask.ts';
import type { FloodLimits } from './flood-limits.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { SessionKeeper } from './session-keeper.ts';

const BODY_MAX_BYTES = 1_024;

export interface SessionRouteOptions {
  readonly sessions: SessionKeeper;
  readonly limits: FloodLimits;
  readonly trustProxy: boolean;
  readonly cookie: SessionCookie;
}

export function addSessionRoute(app: FastifyInstance, options: SessionRouteOptions): void {
  const { sessions, limits, trustProxy, cookie } = options;
  app.post('/api/session', { bodyLimit: BODY_MAX_BYTES }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const retryAfterMs = limits.contact(addressOf(request.raw, trustProxy));
    if (retryAfterMs > 0) return reply.code(429).send({ wait: 'busy', retryAfterMs } satisfies Wait);
    const parsed = v.safeParse(sessionRequestSchema, request.body);
    if (!parsed.success) return reply.code(400).send(frameError('malformed'));
    if (!SUPPORTED_PROTOCOLS.includes(parsed.output.protocol)) {
      return reply.code(400).send({ wait: 'unsupported' } satisfies Wait);
    }
    const opening = await sessions
      .open(parsed.output, {
        present: cookie.tokenOf(request.headers.cookie),
        former: cookie.formerTokenOf(request.headers.cookie),
        isNamedByHost: cookie.isNamedByHost,
      })
      .catch(() => undefined);
    if (!opening) return reply.code(503).send({ wait: 'busy', retryAfterMs: 1_000 } satisfies Wait);
    if (!opening.ok) return reply.code(401).send({ wait: 'auth' } satisfies Wait);
    if (opening.token !== undefined) reply.header('set-cookie', cookie.set(opening.token));
    return reply.send({ accountId: opening.accountId } satisfies SessionReply);
  });
}
