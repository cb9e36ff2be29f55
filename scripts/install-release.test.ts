/** A host's folder through releases, served meanwhile by the server's own handler. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addStaticRoutes } from '#server/gateway/static-routes.ts';
import { installRelease } from './install-release.ts';
import { keepReleases } from './keep-releases.ts';

let root = '';
let app: FastifyInstance;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'racha-host-'));
  install('a');
  app = Fastify();
  await addStaticRoutes(app, join(root, 'served'));
});
afterEach(async () => {
  await app.close();
  rmSync(root, { recursive: true, force: true });
});

/** As a fresh clone, a container or another machine builds it: nothing of earlier releases is there. */
function build(release: string): string {
  const folder = join(root, `built-${release}`);
  mkdirSync(join(folder, 'assets'), { recursive: true });
  const put = (file: string, text: string): void => {
    writeFileSync(join(folder, file), text);
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync(text));
  };
  put(`assets/app-${release}.js`, `app ${release}`);
  put('assets/vendor-same.js', 'vendor');
  put('index.html', `<!doctype html><script src="/assets/app-${release}.js"></script>`);
  put('sw.js', `worker ${release}`);
  writeFileSync(join(folder, 'kill-switch.js'), 'kill switch');
  keepReleases(folder);
  return folder;
}

const install = (release: string): void => installRelease(build(release), join(root, 'served'));

async function ask(url: string) {
  const { statusCode, body, headers } = await app.inject({ url });
  return { statusCode, body, cache: headers['cache-control'] };
}

test('fault 42: three releases before the newest are served, the fourth is gone, and the worker is the newest', async () => {
  for (const release of ['b', 'c', 'd']) install(release);
  expect((await ask('/assets/app-a.js')).statusCode).toBe(200);
  install('e');
  for (const release of ['b', 'c', 'd', 'e']) {
    expect(await ask(`/assets/app-${release}.js`)).toEqual({
      statusCode: 200,
      body: `app ${release}`,
      cache: 'public, max-age=31536000, immutable',
    });
  }
  const gone = await ask('/assets/app-a.js');
  expect([gone.statusCode, gone.body]).toEqual([404, '{"error":"not-found"}']);
  expect((await ask('/assets/vendor-same.js')).body).toBe('vendor');
  expect(await ask('/sw.js')).toEqual({ statusCode: 200, body: 'worker e', cache: 'no-cache' });
  expect(await ask('/g/any')).toMatchObject({ body: expect.stringContaining('app-e.js'), cache: 'no-cache' });
});

test('the same release again, and back to the one before: no chunk that a tab holds is lost', async () => {
  for (const release of ['b', 'b', 'b', 'b', 'b', 'a']) install(release);
  expect((await ask('/sw.js')).body).toBe('worker a');
  for (const release of ['a', 'b']) expect((await ask(`/assets/app-${release}.js`)).statusCode).toBe(200);
});

test('a compressed copy of an earlier release is not served in place of the newer file', async () => {
  const folder = build('b');
  for (const file of ['sw.js.br', 'index.html.br']) rmSync(join(folder, file));
  installRelease(folder, join(root, 'served'));
  const { body } = await app.inject({ url: '/sw.js', headers: { 'accept-encoding': 'br' } });
  expect(body).toBe('worker b');
});

test('half a build is not installed', async () => {
  const folder = build('b');
  rmSync(join(folder, 'sw.js'));
  expect(() => installRelease(folder, join(root, 'served'))).toThrow('no finished build');
  expect((await ask('/sw.js')).body).toBe('worker a');
});
