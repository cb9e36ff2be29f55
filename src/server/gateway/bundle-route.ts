/** `POST /api/bundle`: what a member's phone brings of another's lane. See `protocol/bundle.ts`. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as v from 'valibot';
import { type BundleRefusal, bundleSchema } from '#protocol/bundle.ts';
import { BUNDLE_LIMITS } from '#protocol/limits.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { type BundleDesk, deliverBundle } from '../sync/deliver-bundle.ts';
import { LogStoreError } from '../sync/log-store.ts';
import { addressOf } from './address-of.ts';
import type { FloodLimits } from './flood-limits.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { SessionKeeper } from './session-keeper.ts';
import { TokenBuckets } from './token-bucket.ts';

/** Refusals of one account that the audit log takes: more would only fill the disk. */
const REFUSALS_TOLD = { burst: 5, perSecond: 1 / 3_600 };

export interface BundleRouteOptions {
  readonly bundles: BundleDesk;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly sessions: Pick<SessionKeeper, 'check'>;
  readonly limits: Pick<FloodLimits, 'frame'>;
  readonly cookie: SessionCookie;
  readonly trustProxy: boolean;
  readonly onFailure: (error: unknown) => void;
}

export function addBundleRoute(app: FastifyInstance, options: BundleRouteOptions): void {
  const { bundles, audit, sessions, limits, cookie, trustProxy, onFailure } = options;
  const refusals = new TokenBuckets(REFUSALS_TOLD, () => performance.now());
  app.post('/api/bundle', { bodyLimit: BUNDLE_LIMITS.maxBytes }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      const token = cookie.tokenOf(request.headers.cookie);
      const carrier = token === undefined ? undefined : await sessions.check(token);
      if (!carrier) return refuse(reply, 'signed-out');
      const parsed = v.safeParse(bundleSchema, request.body);
      const ops = parsed.success ? parsed.output.push.ops.length : 0;
      const address = addressOf(request.raw, trustProxy);
      const retryAfterMs = limits.frame({ ...carrier, address }, { ops, isBundle: true });
      if (retryAfterMs > 0) return refuse(reply, 'too-many', retryAfterMs);
      if (!parsed.success) return refuse(reply, 'malformed');
      const { push } = parsed.output;
      const delivery = await deliverBundle(bundles, carrier, parsed.output);
      const carried = { accountId: carrier.accountId, deviceId: carrier.deviceId, groupId: push.groupId };
      if (!delivery.ok) {
        if (refusals.take(carrier.accountId) === 0) {
          await audit.record('bundle.refused', { ...carried, kind: delivery.error });
        }
        return refuse(reply, delivery.error);
      }
      await audit.record('bundle.delivered', {
        ...carried,
        authorId: delivery.author.accountId,
        authorDeviceId: delivery.author.deviceId,
        firstSeq: push.firstSeq,
        ops: ops - delivery.reply.left,
      });
      return reply.send(delivery.reply);
    } catch (error) {
      if (!(error instanceof LogStoreError)) onFailure(error);
      return refuse(reply, 'unavailable');
    }
  });
}

const STATUS: Partial<Record<BundleRefusal, number>> = {
  malformed: 400,
  'signed-out': 401,
  'too-many': 429,
  unavailable: 503,
};

function refuse(reply: FastifyReply, error: BundleRefusal, retryAfterMs?: number): FastifyReply {
  return reply
    .code(STATUS[error] ?? 403)
    .send({ error, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}
