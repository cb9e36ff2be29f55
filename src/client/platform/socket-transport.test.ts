/** The transport against small servers that misbehave; and facts of socket.io that it is built around. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as SocketServer } from 'socket.io';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, test } from 'vitest';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { openFproxy } from '#tests/support/fproxy.ts';
import { idOf } from '#tests/support/ops.ts';
import { createSocketTransport } from './socket-transport.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(listener: RequestListener = () => {}): Promise<{ http: Server; origin: string }> {
  const http = createServer(listener);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    http.closeAllConnections();
    return new Promise((resolve) => http.close(resolve));
  });
  return { http, origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}

const CATCH_UP = { epoch: idOf('epoch'), groupId: idOf('group'), after: 0, maxBytes: 1024 };
const PAGE = { epoch: idOf('epoch'), groupId: idOf('group'), from: 1, ops: [], head: 1 };
const OURS = { 'content-type': NDJSON, [PROTOCOL_HEADER]: '1' };

function flush(
  origin: string,
  onReply: (index: number, reply: unknown) => void = () => {},
  timeoutMs = 5_000,
) {
  return createSocketTransport({ origin }).flush('catch-up', [CATCH_UP], {
    protocol: PROTOCOL_VERSION,
    timeoutMs,
    onReply,
  });
}

describe('over HTTP', () => {
  test('a captive portal’s page is no answer, and known for what it is', async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Wi-Fi grátis</h1>');
    });
    expect(await flush(origin)).toEqual({ ok: false, failure: { kind: 'intercepted' } });
    const transport = createSocketTransport({ origin });
    const session = { protocol: 2, deviceId: idOf('device'), deviceSecret: 'A'.repeat(43) };
    const answer = await transport.openSession(session, { timeoutMs: 5_000 });
    expect(answer).toEqual({ ok: false, failure: { kind: 'intercepted' } });
    const connection = await transport.connect({ onTell: () => {}, onClose: () => {} }, { timeoutMs: 5_000 });
    expect(connection.ok).toBe(false);
  });

  test('who redirects us is not our server; a proxy’s error page is just no way to it', async () => {
    const portal = await serve((_, response) => {
      response.writeHead(302, { location: 'http://portal.invalid/login' }).end();
    });
    expect(await flush(portal.origin)).toEqual({ ok: false, failure: { kind: 'intercepted' } });
    const proxy = await serve((_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    });
    expect(await flush(proxy.origin)).toEqual({ ok: false, failure: { kind: 'unreachable' } });
  });

  test('a reply that trickles in for longer than a silence may last is no silence', async () => {
    const seen: unknown[] = [];
    const { origin } = await serve((_, response) => {
      response.writeHead(200, OURS);
      const pieces = [...`${JSON.stringify(PAGE)}\n`];
      const write = () => {
        if (pieces.length === 0) return response.end();
        response.write(pieces.splice(0, 8).join(''));
        setTimeout(write, 100);
      };
      write();
    });
    const answer = await flush(origin, (_, reply) => seen.push(reply), 1_000);
    expect([seen, answer]).toEqual([[PAGE], { ok: true, value: { answered: 1 } }]);
  });

  test('replies are handed over line by line, wherever the bytes are cut; a cut keeps what came', async () => {
    const seen: unknown[] = [];
    const { origin } = await serve((_, response) => {
      const text = `${JSON.stringify(PAGE)}\n${JSON.stringify({ ...PAGE, head: 2 })}\n{"epoch`;
      response.writeHead(200, OURS);
      response.write(text.slice(0, 30));
      setTimeout(() => {
        response.write(text.slice(30));
        setTimeout(() => response.socket?.destroy(), 20);
      }, 20);
    });
    const answer = await flush(origin, (index, reply) => seen.push([index, reply]));
    expect(seen).toEqual([
      [0, PAGE],
      [1, { ...PAGE, head: 2 }],
    ]);
    expect(answer).toEqual({ ok: false, failure: { kind: 'unreachable' } });
  });

  test('a frame it could not read means another version; one too many means later', async () => {
    const telling = (error: string) =>
      serve((_, response) => void response.writeHead(200, OURS).end(`${JSON.stringify({ error })}\n`));
    const unread = { kind: 'refused', wait: { wait: 'unsupported' } };
    expect(await flush((await telling('malformed')).origin)).toEqual({ ok: false, failure: unread });
    const later = { kind: 'unreachable' };
    expect(await flush((await telling('flood')).origin)).toEqual({ ok: false, failure: later });
  });

  test('silence ends in a timeout, a lost session in a wait for one', async () => {
    const silent = await serve(() => {});
    expect(await flush(silent.origin, () => {}, 50)).toEqual({ ok: false, failure: { kind: 'timeout' } });
    const strict = await serve((_, response) => {
      response.writeHead(401, { ...OURS, 'content-type': 'application/json' }).end('{"wait":"auth"}');
    });
    const refused = { kind: 'refused', wait: { wait: 'auth' } };
    expect(await flush(strict.origin)).toEqual({ ok: false, failure: refused });
  });

  test('a reply that breaks the protocol reaches nobody', async () => {
    const seen: unknown[] = [];
    const { origin } = await serve((_, response) => {
      response.writeHead(200, OURS).end(`${JSON.stringify({ ...PAGE, head: -1 })}\n`);
    });
    const answer = await flush(origin, (_, reply) => seen.push(reply));
    expect([seen, answer.ok]).toEqual([[], false]);
  });
});

describe('over the socket', () => {
  async function serveSockets(
    onConnection: (socket: import('socket.io').Socket) => void,
    transports: ('websocket' | 'polling')[] = ['websocket'],
  ) {
    const { http, origin } = await serve();
    const server = new SocketServer(http, { transports });
    server.on('connection', onConnection);
    closing.push(() => server.close());
    return { server, origin };
  }

  async function connect(origin: string) {
    const tells: unknown[] = [];
    let closed = 0;
    const answer = await createSocketTransport({ origin }).connect(
      { onTell: (tell) => tells.push(tell), onClose: () => closed++ },
      { timeoutMs: 5_000 },
    );
    if (!answer.ok) throw new Error('not connected');
    closing.push(() => answer.value.close());
    return { connection: answer.value, tells, closed: () => closed };
  }

  test('an ask without an ack times out; one cut off says so; each is told once that it closed', async () => {
    const { server, origin } = await serveSockets(() => {});
    const { connection, closed } = await connect(origin);
    const ask = () => connection.ask('catch-up', CATCH_UP, { timeoutMs: 50 });
    expect(await ask()).toEqual({ ok: false, failure: { kind: 'timeout' } });
    const cut = connection.ask('catch-up', CATCH_UP, { timeoutMs: 5_000 });
    server.disconnectSockets(true);
    expect(await cut).toEqual({ ok: false, failure: { kind: 'unreachable' } });
    expect(await ask()).toEqual({ ok: false, failure: { kind: 'unreachable' } });
    connection.close();
    expect(closed()).toBe(1);
  });

  test('fault 2: a handshake begun while the link was dead does not keep the next one waiting', async () => {
    const { http, origin } = await serve();
    const server = new SocketServer(http);
    closing.push(() => server.close());
    const network = await openFproxy({
      target: { port: Number(new URL(origin).port) },
      fault: { blackHole: 'both' },
    });
    closing.push(() => network.close());
    const transport = createSocketTransport({ origin: `http://127.0.0.1:${network.port}` });
    const connecting = transport.connect({ onTell: () => {}, onClose: () => {} }, { timeoutMs: 24_000 });
    await expect.poll(() => network.stats.bytesLost).toBeGreaterThan(0);
    // What was opened in the hole stays in it.
    network.set({});
    const answer = await connecting;
    if (!answer.ok) throw new Error('not connected');
    expect(server.engine.clientsCount).toBe(1);
    answer.value.close();
  }, 20_000);

  test('where a network swallows websockets, polling carries the frames, at once the next time', async () => {
    const firstTransports: string[] = [];
    const { origin } = await serveSockets(
      (socket) => {
        firstTransports.push(socket.conn.transport.name);
        socket.on('catch-up', (_: unknown, answer: (reply: unknown) => void) => answer(PAGE));
      },
      ['websocket', 'polling'],
    );
    const network = await openFproxy({
      target: { port: Number(new URL(origin).port) },
      fault: { swallowUpgrade: true },
    });
    closing.push(() => network.close());
    const transport = createSocketTransport({ origin: `http://127.0.0.1:${network.port}` });
    const attempt = async (timeoutMs: number) => {
      const answer = await transport.connect({ onTell: () => {}, onClose: () => {} }, { timeoutMs });
      if (!answer.ok) throw new Error('not connected');
      closing.push(() => answer.value.close());
      return answer.value;
    };
    const connection = await attempt(1_000);
    expect(await connection.ask('catch-up', CATCH_UP, { timeoutMs: 5_000 })).toEqual({
      ok: true,
      value: PAGE,
    });
    connection.close();
    const connectionsBefore = network.stats.upgradesLost;
    await attempt(60_000);
    // Only the polling connection's own attempt to become a websocket; nobody waited for it.
    expect(network.stats.upgradesLost - connectionsBefore).toBeLessThanOrEqual(1);
    expect(firstTransports).toEqual(['polling', 'polling']);
  });

  test('a refused handshake carries the server’s reason', async () => {
    const { server, origin } = await serveSockets(() => {});
    server.use((_, next) => next(Object.assign(new Error('auth'), { data: { wait: 'auth' } })));
    const answer = await createSocketTransport({ origin }).connect(
      { onTell: () => {}, onClose: () => {} },
      { timeoutMs: 5_000 },
    );
    expect(answer).toEqual({ ok: false, failure: { kind: 'refused', wait: { wait: 'auth' } } });
  });

  test('tells that cannot be read are dropped, others handed over', async () => {
    const { server, origin } = await serveSockets(() => {});
    const { tells } = await connect(origin);
    const poke = { epoch: idOf('epoch'), groupId: idOf('group'), head: 3 };
    server.emit('poke', { ...poke, head: 'three' });
    server.emit('poke', poke);
    await expect.poll(() => tells).toEqual([{ name: 'poke', frame: poke }]);
  });

  test('fact: socket.io keeps what is emitted while disconnected and sends it before `connect` says so', async () => {
    const received: unknown[] = [];
    const { server, origin } = await serveSockets((socket) => {
      socket.on('op', (value: unknown) => received.push(value));
    });
    const bare = io(origin, { transports: ['websocket'], reconnectionDelay: 10 });
    closing.push(() => bare.disconnect());
    await new Promise<void>((resolve) => bare.once('connect', resolve));
    const again = new Promise<void>((resolve) => bare.once('disconnect', () => resolve()));
    server.disconnectSockets(true);
    await again;
    bare.emit('op', 'typed while away');
    bare.once('connect', () => bare.emit('op', 'replayed by an outbox'));
    bare.connect();
    await expect.poll(() => received).toEqual(['typed while away', 'replayed by an outbox']);
  });
});
