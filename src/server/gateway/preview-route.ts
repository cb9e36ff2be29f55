/** `POST /api/invite/preview`: see `protocol/invite-preview.ts`. Only a POST: what follows links for a picture sends none. */
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { previewRequestSchema } from '#protocol/invite-preview.ts';
import type { Wait } from '#protocol/kinds.ts';
import type { SyncServer } from '../sync/sync-server.ts';
import { addressOf } from './address-of.ts';
import { frameError } from './answer-ask.ts';
import type { FloodLimits } from './flood-limits.ts';

const BODY_MAX_BYTES = 512;

export interface PreviewRouteOptions {
  readonly sync: Pick<SyncServer, 'previewInvite'>;
  readonly limits: Pick<FloodLimits, 'preview'>;
  readonly trustProxy: boolean;
}

export function addPreviewRoute(app: FastifyInstance, options: PreviewRouteOptions): void {
  const { sync, limits, trustProxy } = options;
  app.post('/api/invite/preview', { bodyLimit: BODY_MAX_BYTES }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const retryAfterMs = limits.preview(addressOf(request.raw, trustProxy));
    if (retryAfterMs > 0) return reply.code(429).send({ wait: 'busy', retryAfterMs } satisfies Wait);
    const parsed = v.safeParse(previewRequestSchema, request.body);
    if (!parsed.success) return reply.code(400).send(frameError('malformed'));
    const preview = await sync.previewInvite(parsed.output);
    return 'wait' in preview ? reply.code(503).send(preview) : reply.send(preview);
  });
}
