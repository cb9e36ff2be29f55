import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addStaticRoutes } from './static-routes.ts';

const PAGE = '<!doctype html><script>boot()</script><script src="/assets/a.js"></script>';
let dir: string;
let app: FastifyInstance;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'racha-static-'));
  mkdirSync(join(dir, 'assets'));
  writeFileSync(join(dir, 'index.html'), PAGE);
  writeFileSync(join(dir, 'sw.js'), 'worker()');
  writeFileSync(join(dir, 'assets', 'a-12345678.js'), 'app()');
  writeFileSync(join(dir, 'assets', 'a-12345678.js.br'), brotliCompressSync('app()'));
  app = Fastify();
  await addStaticRoutes(app, dir);
});
afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true });
});

test('hashed files never change and come compressed', async () => {
  const answer = await app.inject({
    url: '/assets/a-12345678.js',
    headers: { 'accept-encoding': 'gzip, br' },
  });
  expect(answer.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
  });
});

test.each(['/', '/sw.js', '/index.html'])('%s is asked for anew each time', async (url) => {
  const answer = await app.inject({ url });
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-cache']);
});

test.each(['/g/abc', '/ajustes', '/entrar'])('%s is the app', async (url) => {
  const answer = await app.inject({ url });
  expect([answer.statusCode, answer.body, answer.headers['cache-control']]).toEqual([200, PAGE, 'no-cache']);
});

test.each([
  '/assets/gone-87654321.js',
  '/api/x',
  '/sync/push',
  '/socket.io/',
  '/photo.png',
  '/../secret.txt',
])('%s is not the app', async (url) => {
  const answer = await app.inject({ url });
  expect(answer.statusCode).toBe(404);
  expect(answer.body).not.toContain('<!doctype');
});
