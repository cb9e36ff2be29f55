/** `/livez`: the process turns. `/readyz`: send people here. A probe restarts on the first, routes by the second. */
import type { FastifyInstance } from 'fastify';

export interface Health {
  readonly isReady: () => Promise<boolean>;
  /** Devices found with other rows than the log's, since the start. Not a reason to turn anybody away. */
  readonly divergences: () => number;
}

export function addHealthRoutes(app: FastifyInstance, { isReady, divergences }: Health): void {
  app.get('/livez', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ live: true }),
  );
  app.get('/readyz', async (_request, reply) => {
    const ready = await isReady();
    return reply
      .header('cache-control', 'no-store')
      .code(ready ? 200 : 503)
      .send({ ready, divergences: divergences() });
  });
}
