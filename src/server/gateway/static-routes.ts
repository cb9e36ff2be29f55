/**
 * The built app. Files named by their content's hash never change; the rest is asked for anew each time, so that
 * an update is seen. Every other path is the app itself: its router knows the routes.
 *
 * A service worker that breaks the app is withdrawn by answering with another one in its place, `public/kill-switch.js`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const YEAR_SECONDS = 365 * 24 * 3600;
/** Answered by handlers, or by nobody; never by the app's page: an HTML answer there would look like success. */
const NOT_THE_APP = /^\/(api|sync|socket\.io|assets|livez|readyz)(\/|$)/;

export async function addStaticRoutes(
  app: FastifyInstance,
  directory: string,
  { isWorkerWithdrawn = false }: { readonly isWorkerWithdrawn?: boolean } = {},
): Promise<void> {
  const hasApp = existsSync(join(directory, 'index.html'));
  if (hasApp) {
    await app.register(fastifyStatic, {
      root: directory,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (response, path) => {
        const isHashed = path.includes('/assets/');
        response.header(
          'cache-control',
          isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
        );
      },
    });
    if (isWorkerWithdrawn) app.get('/sw.js', (_request, reply) => reply.sendFile('kill-switch.js'));
  }
  app.setNotFoundHandler((request, reply) => {
    // `//` is a path to HTTP and no address to a URL.
    const path = URL.parse(request.url, 'http://host')?.pathname ?? request.url;
    const wantsPage = request.method === 'GET' && !NOT_THE_APP.test(path) && !/\.[a-z0-9]{2,11}$/i.test(path);
    if (hasApp && wantsPage) return reply.sendFile('index.html');
    return reply.code(404).send({ error: 'not-found' });
  });
}
