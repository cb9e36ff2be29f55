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
  writeFileSync(join(dir, 'sw.js.br'), brotliCompressSync('worker()'));
  writeFileSync(join(dir, 'kill-switch.js'), 'withdraw()');
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

test('fault 44: a withdrawn worker is answered with the kill switch, compressed copies of the broken one or not', async () => {
  const withdrawn = Fastify();
  await addStaticRoutes(withdrawn, dir, { isWorkerWithdrawn: true });
  const headers = { 'accept-encoding': 'br, gzip' };
  const answer = await withdrawn.inject({ url: '/sw.js', headers });
  expect([answer.statusCode, answer.body]).toEqual([200, 'withdraw()']);
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-cache',
    'content-type': expect.stringContaining('javascript'),
  });
  await withdrawn.close();
});

test('a path that no URL can have is just not there', async () => {
  for (const method of ['GET', 'POST'] as const) {
    const answer = await app.inject({ url: '//', method });
    expect(answer.statusCode).toBeLessThan(500);
  }
});
