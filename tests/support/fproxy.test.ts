import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Fault, type Fproxy, openFproxy } from './fproxy.ts';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('fproxy', () => {
  test('passes bytes both ways, and the end of a half', async () => {
    const { proxy } = await proxyTo(echo());
    const peer = await open(proxy);
    peer.socket.end('tudo certo');
    await peer.ended;
    expect(peer.received().toString()).toBe('tudo certo');
    expect(proxy.stats).toMatchObject({ connections: 1, cuts: 0, bytesUp: 10, bytesDown: 10 });
  });

  test('delays each way, and the first byte of a connection by a round trip more', async () => {
    const { proxy } = await proxyTo(echo(), { upMs: 30, downMs: 20 });
    // The proxy counts from the connection, which may be told late here.
    const startedAt = performance.now();
    const peer = await open(proxy);
    peer.socket.write('a');
    await peer.has(1);
    const firstMs = performance.now() - startedAt;
    const secondStart = performance.now();
    peer.socket.write('b');
    await peer.has(2);
    const secondMs = performance.now() - secondStart;
    expect(firstMs).toBeGreaterThanOrEqual(95);
    expect(secondMs).toBeGreaterThanOrEqual(49);
    expect(secondMs).toBeLessThan(firstMs);
  });

  test('keeps the order of bytes that came before and after the delay changed', async () => {
    const { proxy } = await proxyTo(echo(), { upMs: 40 });
    const peer = await open(proxy);
    peer.socket.write('first ');
    proxy.set({});
    peer.socket.write('second');
    await peer.has(12);
    expect(peer.received().toString()).toBe('first second');
  });

  test('limits bandwidth over all connections', async () => {
    const { proxy } = await proxyTo(echo(), { bytesPerSecond: 100_000 });
    const peers = [await open(proxy), await open(proxy)];
    const startedAt = performance.now();
    for (const peer of peers) peer.socket.write(Buffer.alloc(5_000));
    await Promise.all(peers.map((peer) => peer.has(5_000)));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(100);
  });

  test('cuts every connection after so many bytes, and delivers those before', async () => {
    const { proxy, received } = await proxyTo(sink(), { cutEveryBytes: 1_000 });
    for (let round = 1; round <= 3; round += 1) {
      const peer = await open(proxy);
      peer.socket.write(Buffer.alloc(2_500));
      await peer.closed;
      await until(() => received() === round * 1_000);
    }
    expect(proxy.stats).toMatchObject({ cuts: 3, bytesUp: 3_000 });
  });

  test('counts both directions towards a cut', async () => {
    const { proxy } = await proxyTo(echo(), { cutEveryBytes: 150 });
    const peer = await open(proxy);
    peer.socket.write(Buffer.alloc(100));
    await peer.closed;
    expect(peer.received().length).toBe(50);
  });

  test('cuts once at byte k, then behaves', async () => {
    const { proxy } = await proxyTo(echo(), { cutAtByte: 10 });
    const first = await open(proxy);
    first.socket.write(Buffer.alloc(20));
    await first.closed;
    const second = await open(proxy);
    second.socket.write(Buffer.alloc(20));
    await second.has(20);
    expect(proxy.stats.cuts).toBe(1);
  });

  test('cuts on the first byte of the answer: the server has it, the client never knows', async () => {
    const { proxy, received } = await proxyTo(echo(), { cutOnReply: 'once' });
    const first = await open(proxy);
    first.socket.write('push');
    await first.closed;
    expect(received()).toBe(4);
    expect(first.received().length).toBe(0);
    const second = await open(proxy);
    second.socket.write('push');
    await second.has(4);
  });

  test.each([
    ['up', 0],
    ['down', 4],
    ['both', 0],
  ] as const)('black hole %s: silence, sockets left open, also after it ends', async (blackHole, arrives) => {
    const { proxy, received } = await proxyTo(echo());
    const peer = await open(proxy);
    peer.socket.write('here');
    await peer.has(4);
    proxy.set({ blackHole });
    peer.socket.write('lost');
    const other = await open(proxy);
    other.socket.write('also lost');
    await until(() => proxy.stats.bytesLost === 13);
    proxy.set({});
    const fresh = await open(proxy);
    fresh.socket.write('back');
    await fresh.has(4);
    expect(peer.received().toString()).toBe('here');
    expect(received()).toBeGreaterThanOrEqual(4 + arrives + 4);
    expect(peer.socket.closed).toBe(false);
    expect(proxy.stats.cuts).toBe(0);
  });

  test('refuses: open connections are reset, new ones too, until it ends', async () => {
    const { proxy } = await proxyTo(echo());
    const before = await open(proxy);
    proxy.set({ refuse: true });
    await before.closed;
    const during = await open(proxy).catch(() => undefined);
    await during?.closed;
    expect(proxy.stats.refused).toBe(1);
    proxy.set({});
    const after = await open(proxy);
    after.socket.write('ok');
    await after.has(2);
  });

  test('captive portal: 200 and HTML for whatever is asked', async () => {
    const requests: IncomingMessage[] = [];
    const http = createHttpServer((request, response) => {
      requests.push(request);
      response.end('racha');
    });
    const { proxy } = await proxyTo(http, { captivePortal: 'page' });
    const answer = await fetch(`http://127.0.0.1:${proxy.port}/sync/push`, { method: 'POST', body: '{}\n' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html');
    proxy.set({ captivePortal: 'redirect' });
    const detour = await fetch(`http://127.0.0.1:${proxy.port}/`, { redirect: 'manual' });
    expect([detour.status, detour.headers.get('location')]).toEqual([302, 'http://portal.invalid/login']);
    expect(requests).toHaveLength(0);
    proxy.set({});
    expect(await (await fetch(`http://127.0.0.1:${proxy.port}/`)).text()).toBe('racha');
  });

  test('kills upgrades and lets plain requests pass', async () => {
    const http = createHttpServer((_, response) => response.end('racha'));
    const { proxy } = await proxyTo(http, { dropUpgrade: true });
    const socket = await open(proxy);
    socket.socket.write(
      'GET /socket.io/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    await socket.closed;
    expect(await (await fetch(`http://127.0.0.1:${proxy.port}/`)).text()).toBe('racha');
  });

  test('swallows upgrades: nothing is answered, nothing is closed', async () => {
    const http = createHttpServer((_, response) => response.end('racha'));
    const { proxy, received } = await proxyTo(http, { swallowUpgrade: true });
    const peer = await open(proxy);
    peer.socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await until(() => proxy.stats.upgradesLost === 1);
    expect(await (await fetch(`http://127.0.0.1:${proxy.port}/`)).text()).toBe('racha');
    expect([peer.received().length, peer.socket.destroyed, proxy.stats.cuts]).toEqual([0, false, 0]);
    expect(received()).toBeGreaterThan(0);
  });

  test('forgets a connection that was idle for too long, and no other', async () => {
    const { proxy } = await proxyTo(echo(), { forgetIdleAfterMs: 500 });
    const idle = await open(proxy);
    const lively = await open(proxy);
    idle.socket.write('x');
    await idle.has(1);
    let beats = 0;
    await until(async () => {
      lively.socket.write('x');
      await lively.has(++beats);
      return proxy.stats.forgotten === 1;
    });
    idle.socket.write('alguém?');
    lively.socket.write('x');
    await lively.has(beats + 1);
    expect([idle.received().length, idle.socket.destroyed]).toEqual([1, false]);
  });

  test('a change of address leaves the old connections silent; new ones come from elsewhere', async () => {
    const { proxy, sockets } = await proxyTo(echo());
    const before = await open(proxy);
    before.socket.write('x');
    await before.has(1);
    proxy.changeAddress();
    proxy.set({ fromAddress: '127.0.0.2' });
    const after = await open(proxy);
    before.socket.write('perdido');
    after.socket.write('ok');
    await after.has(2);
    expect(before.received().toString()).toBe('x');
    expect(sockets.map(({ remoteAddress }) => remoteAddress)).toEqual(['127.0.0.1', '127.0.0.2']);
  });

  test('loss: every byte arrives in order, some of them late', async () => {
    const { proxy } = await proxyTo(echo(), { loss: 0.5 });
    const peer = await open(proxy);
    const startedAt = performance.now();
    const sent = Buffer.from(Array.from({ length: 4_000 }, (_, i) => i % 251));
    peer.socket.write(sent);
    await peer.has(sent.length);
    expect(peer.received().equals(sent)).toBe(true);
    // One retransmission at least among six packets at these odds, by the seed.
    expect(performance.now() - startedAt).toBeGreaterThan(199);
  });

  test('cuts each connection somewhere within so many bytes', async () => {
    const { proxy } = await proxyTo(echo(), { cutWithinBytes: 500 });
    const carried: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const before = proxy.stats.bytesUp + proxy.stats.bytesDown;
      const peer = await open(proxy);
      peer.socket.write(Buffer.alloc(500));
      await peer.closed;
      carried.push(proxy.stats.bytesUp + proxy.stats.bytesDown - before);
    }
    expect(Math.max(...carried)).toBeLessThanOrEqual(500);
    expect(new Set(carried).size).toBeGreaterThan(1);
    expect(proxy.stats.cuts).toBe(5);
  });

  test('flaps by its seed', async () => {
    const { proxy } = await proxyTo(echo(), { flap: { upMs: 10, downMs: 10 } });
    const outcomes = new Set<string>();
    await until(async () => {
      const peer = await open(proxy).catch(() => undefined);
      peer?.socket.write('x');
      const outcome =
        peer && (await Promise.race([peer.has(1).then(() => 'up'), peer.closed.then(() => 'down')]));
      outcomes.add(outcome ?? 'down');
      peer?.socket.destroy();
      return outcomes.size === 2;
    });
  });

  test('passes on what a peer did: a server that is gone, a client that resets', async () => {
    const { proxy, server, sockets } = await proxyTo(echo());
    const peer = await open(proxy);
    peer.socket.write('x');
    await peer.has(1);
    peer.socket.resetAndDestroy();
    await until(() => sockets.every((socket) => socket.destroyed));
    await new Promise((resolve) => server.close(resolve));
    const late = await open(proxy);
    await late.closed;
    expect(proxy.stats).toMatchObject({ cuts: 0, open: 0 });
  });

  test('pauses a sender whose receiver does not read', async () => {
    const { proxy } = await proxyTo(createServer((socket) => socket.pause()));
    const peer = await open(proxy);
    for (let i = 0; i < 40; i += 1) peer.socket.write(Buffer.alloc(1024 * 1024));
    await until(() => proxy.stats.bytesUp > 0);
    expect(peer.socket.writableLength).toBeGreaterThan(0);
  });
});

const echo = (): Server => createServer((socket) => socket.on('data', (bytes) => socket.write(bytes)));
const sink = (): Server => createServer(() => {});

async function proxyTo(server: Server, fault: Fault = {}) {
  let bytes = 0;
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('data', (part) => {
      bytes += part.length;
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const proxy = await openFproxy({
    target: { port: (server.address() as AddressInfo).port },
    seed: 7,
    fault,
  });
  cleanups.push(() => proxy.close());
  return { proxy, server, sockets, received: () => bytes };
}

async function open(proxy: Fproxy) {
  const parts: Buffer[] = [];
  const socket = connect({ host: '127.0.0.1', port: proxy.port });
  const received = (): Buffer => Buffer.concat(parts);
  socket.on('data', (part) => parts.push(part));
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const ended = new Promise<void>((resolve) => socket.on('end', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  cleanups.push(() => {
    socket.destroy();
  });
  return { socket, closed, ended, received, has: (bytes: number) => until(() => received().length >= bytes) };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 1));
}
