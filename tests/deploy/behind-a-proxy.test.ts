/** The server behind each shipped proxy config, as a phone on the internet meets it. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { type RequestOptions, request as secureRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { newId } from '#tests/support/raw-device.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';
import { HOST, type RunningProxy, startProxy } from './proxies.ts';

const ORIGIN = `https://${HOST}`;

/** A release in a folder of its own. */
function makeHost(): string {
  const folder = mkdtempSync(join(tmpdir(), 'racha-host-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script src="/assets/app-12345678.js"></script>');
  writeFileSync(join(folder, 'assets/app-12345678.js'), 'app()');
  writeFileSync(join(folder, 'sw.js'), 'worker 1');
  return folder;
}

/** Of a hundred contacts each, far more than one address may make. */
const ROUNDS_MAX = 200;

describe.each(['nginx', 'caddy'] as const)('behind %s', (name) => {
  let running: TestServer;
  let proxy: RunningProxy;
  let host: string;
  beforeAll(async () => {
    host = makeHost();
    running = await startTestServer({ TRUST_PROXY: 'true', PUBLIC_ORIGIN: ORIGIN, CLIENT_DIR: host });
    proxy = await startProxy(name, running.server.port);
  }, 120_000);
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
    rmSync(host, { recursive: true, force: true });
  });

  interface Answer {
    readonly status: number;
    readonly headers: IncomingMessage['headers'];
    /** Each line as it came, duplicates included. */
    readonly rawNames: readonly string[];
    readonly text: string;
  }

  const trust = () => ({ servername: HOST, ca: proxy.certificate });
  const at = (): RequestOptions => ({ host: '127.0.0.1', port: proxy.httpsPort, ...trust() });

  async function read(response: IncomingMessage): Promise<Answer> {
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    const rawNames = response.rawHeaders.filter((_, i) => i % 2 === 0).map((one) => one.toLowerCase());
    return { status: response.statusCode ?? 0, headers: response.headers, rawNames, text };
  }

  async function ask(path: string, options: RequestOptions = {}, body?: string): Promise<Answer> {
    const headers = { host: HOST, ...options.headers };
    const request = secureRequest({ ...at(), path, ...options, headers });
    // A peer that has answered may close while the rest is still being sent: no test's failure, and nobody else listens then.
    request.on('error', () => {});
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return read(response);
  }

  const json = { 'content-type': 'application/json', origin: ORIGIN };
  async function openSession(): Promise<{ deviceId: string; cookie: string; lines: string[] }> {
    const deviceId = newId();
    const body = { protocol: PROTOCOL_VERSION, deviceId, deviceSecret: 's'.repeat(43) };
    const { status, headers } = await ask(
      '/api/session',
      { method: 'POST', headers: json },
      JSON.stringify(body),
    );
    expect(status).toBe(200);
    const lines = headers['set-cookie'] ?? [];
    return { deviceId, lines, cookie: lines.map((line) => line.split(';')[0]).join('; ') };
  }

  test('http is sent to https', async () => {
    const request = plainRequest({
      host: '127.0.0.1',
      port: proxy.httpPort,
      path: '/entrar?x=1',
      headers: { host: HOST },
    });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(308);
    expect(response.headers.location).toBe(`${ORIGIN}/entrar?x=1`);
  });

  test('the security headers arrive, each once, and no version of the proxy', async () => {
    const { headers, rawNames } = await ask('/livez');
    for (const header of ['strict-transport-security', 'content-security-policy', 'x-content-type-options']) {
      expect([header, rawNames.filter((one) => one === header).length]).toEqual([header, 1]);
    }
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    expect(String(headers.server ?? '')).not.toMatch(/\d/);
  });

  test('fault 45: the worker and the page are asked for anew each time, and a release is seen at once; chunks are kept for ever', async () => {
    const first = await ask('/sw.js');
    expect([first.status, first.text, first.headers['cache-control']]).toEqual([200, 'worker 1', 'no-cache']);
    expect(first.headers['content-type']).toContain('javascript');
    expect((await ask('/')).headers['cache-control']).toBe('no-cache');
    expect((await ask('/assets/app-12345678.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
    const known = { 'if-none-match': String(first.headers.etag) };
    expect((await ask('/sw.js', { headers: known })).status).toBe(304);
    writeFileSync(join(host, 'sw.js'), 'worker 2, which is longer');
    expect(await ask('/sw.js', { headers: known })).toMatchObject({
      status: 200,
      text: 'worker 2, which is longer',
    });
    // A chunk that no kept release has is no page in its place.
    const gone = await ask('/assets/app-gone4321.js');
    expect([gone.status, gone.text]).toEqual([404, '{"error":"not-found"}']);
  });

  test('the session’s cookie is for https alone', async () => {
    const { lines } = await openSession();
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/; Secure/);
  });

  test('a websocket passes, and only from our own pages', async () => {
    const { cookie } = await openSession();
    const open = (origin: string): WebSocket =>
      new WebSocket(`wss://127.0.0.1:${proxy.httpsPort}/socket.io/?EIO=4&transport=websocket`, {
        ...trust(),
        headers: { host: HOST, cookie },
        origin,
      });
    const ours = open(ORIGIN);
    const over = once(ours, 'close');
    const [packet] = await once(ours, 'message');
    expect(String(packet)).toMatch(/^0/);
    ours.close();
    await over;
    const [error] = await once(open('https://evil.example'), 'error');
    expect(String(error)).toContain('Unexpected server response');
  });

  test('a line is answered before its request ends', async () => {
    const { deviceId, cookie } = await openSession();
    // As browsers do over TLS. (Over HTTP/1.1 Caddy waits for the request's end; nginx does not.)
    const session = connectHttp2(`https://127.0.0.1:${proxy.httpsPort}`, trust());
    const stream = session.request({
      ':method': 'POST',
      ':path': '/sync/hello',
      ':authority': HOST,
      origin: ORIGIN,
      cookie,
      'content-type': NDJSON,
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
    });
    const hello = { protocol: PROTOCOL_VERSION, deviceId, epoch: null, lanes: [], cursors: [], marks: [] };
    stream.setEncoding('utf8').write(`${JSON.stringify(hello)}\n`);
    const [line] = await once(stream, 'data');
    expect(JSON.parse(String(line))).toHaveProperty('epoch');
    stream.end();
    await once(stream.resume(), 'end');
    session.close();
  }, 20_000);

  test('what a peer claims of its address is not believed', async () => {
    const headers = { ...json, 'x-forwarded-for': '203.0.113.9' };
    // Straight to the server, where that header is the proxy's word, the claimed address is counted …
    const flood = async (): Promise<boolean> => {
      const answer = await fetch(`${running.origin}/api/session`, { method: 'POST', headers, body: '{}' });
      await answer.body?.cancel();
      return answer.status === 429;
    };
    let isRefused = false;
    for (let round = 0; round < ROUNDS_MAX && !isRefused; round++) {
      isRefused = (await Promise.all(Array.from({ length: 100 }, flood))).some(Boolean);
    }
    expect(isRefused).toBe(true);
    // … and through the proxy it is not the one that is counted.
    const through = await ask('/api/session', { method: 'POST', headers }, '{}');
    expect(through.status).toBe(400);
  });

  test('a body larger than any of ours is refused, and the next request is served', async () => {
    const headers = { ...json, 'content-length': '5000000' };
    const answer = ask('/api/session', { method: 'POST', headers }, 'x'.repeat(5_000_000));
    // Cut while it is still being sent, or told so.
    const status = await answer.then(
      (one) => one.status,
      () => 413,
    );
    expect([413, 502]).toContain(status);
    expect((await ask('/livez')).status).toBe(200);
  });

  test('sslscan: TLS 1.2 and 1.3, ciphers with forward secrecy, nothing known to be weak', () => {
    const xml = execFileSync(
      'sslscan',
      ['--no-colour', '--xml=-', `--sni-name=${HOST}`, `127.0.0.1:${proxy.httpsPort}`],
      {
        encoding: 'utf8',
      },
    );
    const enabled = [...xml.matchAll(/<protocol type="(\w+)" version="([\d.]+)" enabled="1"/g)].map(
      ([, type, version]) => `${type} ${version}`,
    );
    expect(enabled.sort()).toEqual(['tls 1.2', 'tls 1.3']);
    const ciphers = [
      ...xml.matchAll(/<cipher status="\w+" sslversion="[^"]+" bits="(\d+)" cipher="([^"]+)"/g),
    ];
    expect(ciphers.length).toBeGreaterThan(2);
    for (const [, bits, cipher] of ciphers) {
      expect(Number(bits)).toBeGreaterThanOrEqual(128);
      expect(cipher).toMatch(/^(ECDHE-.*(GCM|POLY1305)|TLS_(AES|CHACHA20))/);
    }
    expect(xml).not.toMatch(/vulnerable="1"/);
    expect(xml).not.toContain('<compression supported="1"');
  });
});
