/** Against a stand-in that takes chunks as Sentry does; the bundle is opened by another program than ours. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { debugIdOf } from '#client/observability/debug-ids.ts';
import { freePort } from '#tests/support/free-port.ts';
import { setMapsAside } from './set-maps-aside.ts';
import { uploadSourceMaps } from './upload-source-maps.ts';

const RELEASE = 'racha@0.5.0+1a2b3c4d';
const TOKEN = 'sntrys_x';
const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

let dir: string;
let server: Server;
let url: string;
const chunks = new Map<string, Buffer>();
const bundles: Buffer[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'racha-maps-'));
  chunks.clear();
  bundles.length = 0;
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const end = (status: number, said: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    };
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return end(401, {});
    if (request.method === 'GET' && request.url === '/api/0/organizations/casa/chunk-upload/')
      return end(200, { url: `${url}/upload`, chunkSize: 1000, hashAlgorithm: 'sha1' });
    if (request.url === '/upload') {
      const form = await new Response(body, {
        headers: { 'content-type': String(request.headers['content-type']) },
      }).formData();
      const file = form.get('file') as File;
      const bytes = Buffer.from(await file.arrayBuffer());
      if (bytes.length > 1000 || sha1(bytes) !== file.name) return end(400, {});
      chunks.set(file.name, bytes);
      return end(200, {});
    }
    if (request.url !== '/api/0/organizations/casa/artifactbundle/assemble/') return end(404, {});
    const wanted = JSON.parse(body.toString()) as {
      checksum: string;
      chunks: string[];
      projects: string[];
      version: string;
    };
    if (wanted.projects.join() !== 'racha' || wanted.version !== RELEASE) return end(400, {});
    const missingChunks = wanted.chunks.filter((name) => !chunks.has(name));
    if (missingChunks.length > 0) return end(200, { state: 'not_found', missingChunks });
    const whole = Buffer.concat(wanted.chunks.map((name) => chunks.get(name) ?? Buffer.alloc(0)));
    if (sha1(whole) !== wanted.checksum)
      return end(200, { state: 'error', missingChunks: [], detail: 'checksum' });
    bundles.push(whole);
    // Put together a moment later, as over there.
    end(200, { state: bundles.length < 2 ? 'assembling' : 'ok', missingChunks: [] });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const client = join(dir, 'client');
  mkdirSync(join(client, 'assets'), { recursive: true });
  const map = { version: 3, sources: ['a.ts'], sourcesContent: ['x'.repeat(3000)], mappings: 'AAAA' };
  for (const file of ['assets/app-1a2b3c4d.js', 'sw.js']) {
    writeFileSync(join(client, file), `export const ação = '${file}';`);
    writeFileSync(join(client, `${file}.map`), JSON.stringify(map));
  }
  setMapsAside(client, RELEASE);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(dir, { recursive: true, force: true });
});

const upload = (token = TOKEN) =>
  uploadSourceMaps({
    folder: join(dir, 'client.maps'),
    url,
    org: 'casa',
    project: 'racha',
    token,
    waitMs: 1,
  });

test('no map stays where it would be served', () => {
  const served = readdirSync(join(dir, 'client'), { recursive: true, encoding: 'utf8' });
  expect(served.filter((file) => file.endsWith('.map'))).toEqual([]);
  expect(served).toContain('build.json');
});

test('scripts and maps arrive in one bundle under the ids that the app tells', async () => {
  expect(await upload()).toEqual({ release: RELEASE, scripts: 2 });
  expect(chunks.size).toBeGreaterThan(3);
  const [bundle = Buffer.alloc(0)] = bundles;
  expect(bundle.subarray(0, 8)).toEqual(Buffer.from('SYSB\x02\0\0\0', 'latin1'));
  const file = join(dir, 'bundle.zip');
  writeFileSync(file, bundle);
  const read = (name: string): string =>
    execFileSync(
      'python3',
      [
        '-c',
        'import zipfile,sys;sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))',
        file,
        name,
      ],
      {
        encoding: 'utf8',
      },
    );
  const id = debugIdOf(RELEASE, 'assets/app-1a2b3c4d.js');
  const manifest = JSON.parse(read('manifest.json')) as { release: string; files: Record<string, object> };
  expect(manifest.release).toBe(RELEASE);
  expect(manifest.files['files/_/_/assets/app-1a2b3c4d.js']).toEqual({
    url: '~/assets/app-1a2b3c4d.js',
    type: 'minified_source',
    headers: { 'debug-id': id, sourcemap: 'app-1a2b3c4d.js.map' },
  });
  expect(Object.keys(manifest.files)).toHaveLength(4);
  expect(read('files/_/_/assets/app-1a2b3c4d.js')).toBe(
    `export const ação = 'assets/app-1a2b3c4d.js';\n//# debugId=${id}`,
  );
  expect(JSON.parse(read('files/_/_/assets/app-1a2b3c4d.js.map'))).toMatchObject({
    debug_id: id,
    sources: ['a.ts'],
  });
});

test('a token that is none says so', async () => {
  await expect(upload('other')).rejects.toThrow('/api/0/organizations/casa/chunk-upload/: 401');
});
