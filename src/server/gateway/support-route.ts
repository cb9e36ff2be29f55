/** `GET /api/support`: see `protocol/support.ts`. */
import type { FastifyInstance } from 'fastify';
import type { Support } from '#protocol/support.ts';

export function addSupportRoute(app: FastifyInstance, contact: string | undefined): void {
  app.get('/api/support', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ contact: contact ?? null } satisfies Support),
  );
}
