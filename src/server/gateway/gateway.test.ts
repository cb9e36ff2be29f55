/** The gateway over real sockets: what it lets in, what it answers, what it cuts. One server for all cases. */
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { PushReply } from '#protocol/push.ts';
import { PROTOCOL_VERSION, SUPPORTED_PROTOCOLS } from '#protocol/version.ts';
import { newId, openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';

let running: TestServer;
let ana: RawDevice;
beforeAll(async () => {
  running = await startTestServer();
  ana = await openRawDevice(running.origin);
}, 120_000);
afterAll(async () => {
  await running[Symbol.asyncDispose]();
});

const wsUrl = (): string => `${running.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
const message = (device: RawDevice, text: string) =>
  device.newOp('message.sent', { messageId: newId(), text });

/** Opens the transport and the namespace by hand; resolves with the first namespace packet. */
async function openNamespace(
  headers: Record<string, string>,
  connect = '40',
): Promise<{ ws: WebSocket; first: string }> {
  const ws = new WebSocket(wsUrl(), { headers });
  const first = await new Promise<string>((resolve, reject) => {
    ws.on('error', reject);
    ws.on('message', (data) => {
      const text = String(data);
      if (text.startsWith('0')) ws.send(connect);
      else if (text === '2') ws.send('3');
      else resolve(text);
    });
  });
  return { ws, first };
}

function nextText(ws: WebSocket, isWanted: (text: string) => boolean): Promise<string> {
  return new Promise((resolve) => {
    ws.on('message', function listen(data) {
      if (!isWanted(String(data))) return;
      ws.off('message', listen);
      resolve(String(data));
    });
  });
}

const closed = async (ws: WebSocket): Promise<void> => {
  if (ws.readyState !== WebSocket.CLOSED) await once(ws, 'close');
};

describe('the door', () => {
  test('a handshake from another origin is refused', async () => {
    const ws = new WebSocket(wsUrl(), { headers: { cookie: ana.cookie }, origin: 'https://evil.example' });
    const [error] = await once(ws, 'error');
    expect(String(error)).toContain('Unexpected server response: 400');
  });

  test('a page of another origin cannot post', async () => {
    const answer = await fetch(`${running.origin}/api/session`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(403);
  });

  test.each([
    ['/sync/push', NDJSON],
    ['/%73ync/push', NDJSON],
    ['/sync/%70ush', NDJSON],
    ['/%61pi/session', 'application/json'],
    ['/sync/push/', NDJSON],
    ['/nothing', 'text/plain'],
    ['/', 'application/x-www-form-urlencoded'],
  ])('however it spells the address: %s', async (path, contentType) => {
    for (const origin of ['https://evil.example', 'null', `${running.origin}.evil.example`]) {
      const answer = await fetch(running.origin + path, {
        method: 'POST',
        headers: { origin, 'content-type': contentType, [PROTOCOL_HEADER]: '1', cookie: ana.cookie },
        body: '{}\n',
      });
      expect([path, answer.status, await answer.json()]).toEqual([path, 403, { error: 'origin' }]);
    }
  });

  test.each(['/%73ync/hello', '/sync/%68ello'])('%s asks for a session as /sync/hello does', async (path) => {
    const answer = await fetch(running.origin + path, {
      method: 'POST',
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) },
      body: '{}\n',
    });
    expect(answer.status).toBe(401);
  });

  test('our own origin gets in', async () => {
    const { ws, first } = await openNamespace({ cookie: ana.cookie, origin: running.origin });
    expect(first.startsWith('40')).toBe(true);
    ws.close();
  });

  test('without a session the socket says why, and HTTP answers 401', async () => {
    const { ws, first } = await openNamespace({});
    expect(JSON.parse(first.slice(2))).toMatchObject({ message: 'auth', data: { wait: 'auth' } });
    ws.close();
    const answer = await fetch(`${running.origin}/sync/hello`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) },
      body: '{}\n',
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ wait: 'auth' });
  });

  const isReply = (text: string) => text.startsWith('43');
  const helloIn = (protocol: number) => ({
    protocol,
    deviceId: ana.deviceId,
    epoch: null,
    lanes: [],
    cursors: [],
    marks: [],
  });
  const helloOverHttp = (protocol: number) =>
    fetch(`${running.origin}/sync/hello`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(protocol), cookie: ana.cookie },
      body: `${JSON.stringify(helloIn(protocol))}\n`,
    });

  test.each(SUPPORTED_PROTOCOLS)(
    'protocol %i is spoken, and the answer names the newest',
    async (protocol) => {
      const answer = await helloOverHttp(protocol);
      expect(answer.status).toBe(200);
      expect(answer.headers.get(PROTOCOL_HEADER)).toBe(String(PROTOCOL_VERSION));
      expect(await answer.json()).toHaveProperty('epoch');
      const { ws } = await openNamespace({ cookie: ana.cookie });
      const welcome = nextText(ws, isReply);
      ws.send(`420["hello",${JSON.stringify(helloIn(protocol))}]`);
      expect(await welcome).toContain('"epoch"');
      ws.close();
    },
  );

  test.each([0, PROTOCOL_VERSION + 1])('protocol %i is told so by every door', async (protocol) => {
    const answer = await helloOverHttp(protocol);
    expect(answer.status).toBe(400);
    expect(answer.headers.get(PROTOCOL_HEADER)).toBe(String(PROTOCOL_VERSION));
    expect(await answer.json()).toEqual({ wait: 'unsupported' });
    const session = await fetch(`${running.origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ protocol, deviceId: newId(), deviceSecret: 's'.repeat(43) }),
    });
    expect(session.status).toBe(400);
    expect(await session.json()).toEqual({ wait: 'unsupported' });
    const { ws } = await openNamespace({ cookie: ana.cookie });
    const told = nextText(ws, isReply);
    ws.send(`420["hello",${JSON.stringify(helloIn(protocol))}]`);
    expect(await told).toBe('430[{"wait":"unsupported"}]');
    const refused = nextText(ws, isReply);
    ws.send(`421["page",{}]`);
    expect(await refused).toContain('"error"');
    await closed(ws);
  });

  test('fault 69: a connection that claims an earlier one is a new one: it is asked for its session, and given nothing', async () => {
    const gone = await openRawDevice(running.origin);
    const group = await ana.createGroup('Recovery');
    await gone.join(group, 'Bia');
    const socket = await gone.openSocket();
    const twin = await openRawDevice(running.origin, { twinOf: gone });
    socket.ws.terminate();
    await twin.push(group.groupId, [twin.newOp('member.left', {})]);
    await ana.push(group.groupId, [message(ana, 'not for a leaver')]);

    // What socket.io's connection state recovery would take: an id and an offset, in place of the handshake's questions.
    const claim = `40${JSON.stringify({ pid: newId(), offset: '1' })}`;
    const heard: string[] = [];
    const back = await openNamespace({ cookie: gone.cookie }, claim);
    back.ws.on('message', (data) => heard.push(String(data)));
    expect(JSON.parse(back.first.slice(2))).not.toHaveProperty('pid');
    const welcome = nextText(back.ws, isReply);
    const hello = { ...helloIn(PROTOCOL_VERSION), deviceId: gone.deviceId };
    back.ws.send(`420["hello",${JSON.stringify(hello)}]`);
    expect(await welcome).toContain('"groups":[]');
    expect(heard.filter((line) => line.includes('not for a leaver'))).toEqual([]);
    back.ws.close();

    await running.server.revokeSession(gone.cookie.split('=')[1] ?? '');
    const { ws, first } = await openNamespace({ cookie: gone.cookie }, claim);
    expect(JSON.parse(first.slice(2))).toMatchObject({ data: { wait: 'auth' } });
    ws.close();
  });

  test('the session cookie is httpOnly, and a device id belongs to its secret', async () => {
    const deviceId = newId();
    const open = (deviceSecret: string) =>
      fetch(`${running.origin}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ protocol: PROTOCOL_VERSION, deviceId, deviceSecret }),
      });
    const first = await open('s'.repeat(43));
    expect(first.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
    const { accountId } = (await first.json()) as { accountId: string };
    const back = await open('s'.repeat(43));
    expect(await back.json()).toEqual({ accountId });
    expect((await open('t'.repeat(43))).status).toBe(401);
  });
});

describe('frames over the socket', () => {
  const greeted = async (): Promise<WebSocket> => (await ana.openSocket()).ws;

  test('the first ask is hello', async () => {
    const { ws } = await openNamespace({ cookie: ana.cookie });
    const answer = nextText(ws, (text) => text.startsWith('430'));
    ws.send(
      `420["catch-up",${JSON.stringify({ epoch: newId(), groupId: newId(), after: 0, maxBytes: 2000 })}]`,
    );
    expect(await answer).toBe('430[{"error":"hello-first"}]');
    await closed(ws);
  });

  test.each([
    ['no object', '420["push",17]'],
    ['a missing field', '420["push",{"epoch":"x"}]'],
    ['an unknown field', '420["hello",{"protocol":3,"more":true}]'],
    ['a lone surrogate', `420["typing",{"groupId":"${newId()}","typing":true,"\\ud800":1}]`],
  ])('fault 73: a malformed frame is answered and the connection closed: %s', async (_name, packet) => {
    const ws = await greeted();
    ws.send(packet);
    await closed(ws);
    expect((await fetch(`${running.origin}/livez`)).status).toBe(200);
  });

  test.each([
    ['an unknown event', '42["delete-everything",{}]'],
    ['no JSON', '42{{{'],
    ['an unknown packet type', '49'],
    ['binary out of nowhere', Buffer.from([1, 2, 3])],
  ])('fault 73: %s closes the connection, the process lives', async (_name, packet) => {
    const ws = await greeted();
    ws.send(packet);
    await closed(ws);
    expect((await fetch(`${running.origin}/livez`)).status).toBe(200);
  });

  test('fault 86: more than the socket takes closes it', async () => {
    const ws = await greeted();
    ws.send(`42["typing","${'x'.repeat(LIMITS.socketMaxBytes + 10)}"]`);
    await closed(ws);
  });

  test('hard text comes back byte for byte', async () => {
    const group = await ana.createGroup('Bytes');
    const texts = ['a\u0000b', '\u202Eabc', 'e\u0301 vs é', '👩‍👩‍👧‍👦'.repeat(300), '"\\\n\t'];
    await ana.push(
      group.groupId,
      texts.map((text) => message(ana, text)),
    );
    const log = await ana.readLog(group.groupId);
    expect(log.slice(1).map(({ body }) => body.text)).toEqual(texts);
  });
});

describe('lines over HTTP', () => {
  test('fault 6: a line is committed and answered before the body ends; of a cut one nothing is', async () => {
    const group = await ana.createGroup('Stream');
    const request = httpRequest(`${running.origin}/sync/push`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), cookie: ana.cookie },
    });
    const socket = await ana.openSocket();
    const answered = new Promise<string>((resolve) => {
      request.on('response', (response) => response.once('data', (data) => resolve(String(data))));
    });
    request.write(`${JSON.stringify(socket.pushFrame(group.groupId, [message(ana, 'early')]))}\n`);
    const reply = JSON.parse(await answered) as PushReply;
    expect(reply.verdicts).toEqual([2]);
    // Cut in the middle of the second line: the first is in the log, nothing of the second.
    request.write('{"epoch":"');
    request.on('error', () => undefined);
    request.destroy();
    socket.close();
    expect(await ana.readLog(group.groupId)).toHaveLength(2);
  });

  test('many lines are answered in order', async () => {
    const bia = await openRawDevice(running.origin);
    const group = await bia.createGroup('Order');
    const socket = await bia.openSocket();
    const frames = Array.from({ length: 30 }, (_, i) =>
      socket.pushFrame(group.groupId, [message(bia, `${i}`)]),
    );
    socket.close();
    const replies = await bia.post<PushReply>('push', frames);
    expect(replies.map(({ verdicts }) => verdicts)).toEqual(frames.map((_, i) => [i + 2]));
  });

  test.each([
    ['no JSON', '{"epoch":\n'],
    ['no frame', '{"hello":1}\n'],
  ])('fault 73: a malformed line is answered and ends it: %s', async (_name, body) => {
    const answer = await fetch(`${running.origin}/sync/push`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), cookie: ana.cookie },
      body: body + body,
    });
    expect(await answer.text()).toBe('{"error":"malformed"}\n');
  });

  test('fault 73, 78: bytes that are no UTF-8 are refused, not repaired', async () => {
    const answer = await fetch(`${running.origin}/sync/push`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), cookie: ana.cookie },
      body: Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}\n')]),
    });
    expect(await answer.text()).toBe('{"error":"malformed"}\n');
  });

  test('fault 72: a line that is too long is refused with words', async () => {
    const answer = await fetch(`${running.origin}/sync/push`, {
      method: 'POST',
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), cookie: ana.cookie },
      body: `{"a":"${'x'.repeat(LIMITS.frameMaxBytes)}"}\n`,
    });
    expect(await answer.text()).toBe('{"error":"too-large"}\n');
  });

  test('catch-up goes on to the head in one answer', async () => {
    const group = await ana.createGroup('Pages');
    for (let batch = 0; batch < 3; batch++) {
      await ana.push(
        group.groupId,
        Array.from({ length: 80 }, () => message(ana, 'x'.repeat(500))),
      );
    }
    expect(await ana.readLog(group.groupId)).toHaveLength(241);
  });
});

describe('slow and silent peers', () => {
  test('fault 83: a peer that does not read is cut at its limit; the others go on', async () => {
    const group = await ana.createGroup('Slow');
    const slow = await openRawDevice(running.origin);
    await slow.join(group, 'Slow');
    const socket = await slow.openSocket();
    const before = running.server.counters.cutPeers;
    socket.ws.pause();
    // Kernel buffers of both ends take the first megabytes.
    for (let batch = 0; batch < 200 && running.server.counters.cutPeers === before; batch++) {
      await ana.push(
        group.groupId,
        Array.from({ length: 7 }, () => message(ana, 'x'.repeat(28_000))),
      );
    }
    expect(running.server.counters.cutPeers).toBe(before + 1);
    socket.ws.terminate();
  });

  test('fault 84: headers that come too slowly are not waited for', async () => {
    const { hostname, port } = new URL(running.origin);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write('POST /sync/push HTTP/1.1\r\nhost: x\r\nx-slow: ');
    socket.resume();
    await once(socket, 'close');
  }, 30_000);
});

test('health is told without caching', async () => {
  const ready = await fetch(`${running.origin}/readyz`);
  expect([ready.status, ready.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect((await fetch(`${running.origin}/livez`)).status).toBe(200);
});

test('an unknown path of ours is 404 and no page', async () => {
  for (const path of ['/api/nothing', '/assets/gone-12345678.js']) {
    const answer = await fetch(running.origin + path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      'application/json; charset=utf-8',
    ]);
  }
});
