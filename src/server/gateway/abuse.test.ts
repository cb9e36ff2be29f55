/** Peers that mean ill, or are broken: real sockets against one real server, which must go on serving everybody else. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import type { Wait } from '#protocol/kinds.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { newId, openRawDevice, type RawDevice, type RawSocket } from '#tests/support/raw-device.ts';
import { messageOf as message, type RunningGroup, withRunningGroup } from '#tests/support/running-group.ts';

let running: RunningGroup['running'];
let ana: RawDevice;
let group: RunningGroup['group'];
withRunningGroup((scene) => {
  ({ running, ana, group } = scene);
});
const isServed = async (): Promise<void> => {
  const reply = await ana.push(group.groupId, [message(ana, 'ainda aqui')]);
  expect(reply.verdicts).toHaveLength(1);
};

/** A server that is busy turns newcomers away; they come again. */
async function socketOf(device: RawDevice): Promise<RawSocket> {
  for (let tries = 1; ; tries++) {
    try {
      return await device.openSocket();
    } catch (error) {
      if (tries === 100) throw error;
      await wait(100);
    }
  }
}

async function ended(ws: WebSocket): Promise<void> {
  if (ws.readyState !== ws.CLOSED) await once(ws, 'close');
}

describe('frames', () => {
  test('fault 73: frames of any bytes close their own connection at most', async () => {
    const hello = JSON.stringify({ protocol: PROTOCOL_VERSION, deviceId: ana.deviceId, epoch: null });
    const valid = [
      `420["hello",${hello}]`,
      `421["catch-up",{"epoch":"${newId()}","groupId":"${group.groupId}","after":0,"maxBytes":2000}]`,
      `42["typing",{"groupId":"${group.groupId}","typing":true}]`,
      '2probe',
    ];
    const mutated = fc
      .tuple(
        fc.constantFrom(...valid),
        fc.nat(),
        fc.nat({ max: 12 }),
        fc.string({ unit: 'binary', maxLength: 12 }),
      )
      .map(([text, at, gone, put]) => {
        const from = at % text.length;
        return text.slice(0, from) + put + text.slice(from + gone);
      });
    const frame = fc.oneof(
      mutated,
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.uint8Array({ maxLength: 60 }),
      fc.json(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 8 }), async (frames) => {
        const { ws } = await socketOf(ana);
        for (const one of frames) if (ws.readyState === ws.OPEN) ws.send(one);
        ws.terminate();
        await ended(ws);
      }),
      { numRuns: 60, seed: 20_261_121 },
    );
    await isServed();
  });

  test('fault 73: bytes that are no websocket, and half of a handshake', async () => {
    const { hostname, port } = new URL(running.origin);
    for (let i = 0; i < 30; i++) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(i % 2 === 0 ? randomBytes(200) : 'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n');
      socket.destroy();
    }
    await isServed();
  });

  test.each([
    ['a packet that announces attachments', '451-["hello",{"_placeholder":true,"num":0}]'],
    ['ten million of them', '4510000000-["hello",{"_placeholder":true,"num":0}]'],
    ['an ack nobody asked for', `43999["${'x'.repeat(1_000)}"]`],
    ['a connect to another namespace', '40/admin,{}'],
  ])('fault 86: %s takes no memory and no process', async (_name, packet) => {
    const { ws } = await socketOf(ana);
    ws.send(packet);
    for (let i = 0; i < 50 && ws.readyState === ws.OPEN; i++) ws.send(Buffer.alloc(1_000));
    ws.terminate();
    await ended(ws);
    await isServed();
  });

  test('fault 86: a message in ten thousand fragments is cut or refused, never gathered without end', async () => {
    const { ws } = await socketOf(ana);
    ws.on('error', () => undefined);
    for (let i = 0; i < 10_000 && ws.readyState === ws.OPEN; i++) ws.send('x'.repeat(100), { fin: false });
    await ended(ws);
    await isServed();
  });

  test('fault 86: parsers below the versions with known holes are not installed', () => {
    const floors = { ws: '8.21.0', 'socket.io-parser': '4.2.6', 'engine.io': '6.6.2' };
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version?: string; dev?: boolean }>;
    };
    for (const [name, floor] of Object.entries(floors)) {
      const found = Object.entries(lock.packages).filter(
        ([path, { dev }]) => !dev && path.endsWith(`node_modules/${name}`),
      );
      expect(found.length).toBeGreaterThan(0);
      for (const [path, { version = '0' }] of found) {
        expect(`${path} ${compareVersions(version, floor) >= 0 ? 'is new enough' : version}`).toBe(
          `${path} is new enough`,
        );
      }
    }
  });
});

describe('floods', () => {
  test('fault 85: digests, which cost more than they say, have a smaller bucket of their own', async () => {
    const flooder = await openRawDevice(running.origin);
    const { epoch } = await flooder.hello();
    const hash = 'A'.repeat(43);
    const digest = {
      epoch,
      groupId: group.groupId,
      version: 1,
      chain: hash,
      foldVersion: 1,
      state: hash,
      ranges: [],
    };
    const replies = await flooder.post<Wait>(
      'digest',
      Array.from({ length: 300 }, () => digest),
    );
    const toldToWait = replies.filter(({ wait: kind }) => kind === 'busy');
    // It is no member: what it is told otherwise is that it knows no such group.
    expect(replies.filter(({ wait: kind }) => kind === 'unknown-group')).toHaveLength(
      300 - toldToWait.length,
    );
    expect(toldToWait.length).toBeGreaterThan(0);
    for (const { retryAfterMs } of toldToWait) expect(retryAfterMs).toBeGreaterThan(0);
    // Its other frames are not held up by that.
    const [page] = await flooder.post<Wait>('page', [
      { epoch, groupId: group.groupId, olderThan: 9, maxRows: 1 },
    ]);
    expect(page?.wait).toBe('unknown-group');
  });

  test('fault 85: an account that floods is told to wait; nobody else is', async () => {
    const flooder = await openRawDevice(running.origin);
    const asked = { epoch: (await flooder.hello()).epoch, groupId: group.groupId, after: 0, maxBytes: 2_000 };
    const socket = await socketOf(flooder);
    let toldToWait = 0;
    for (let round = 0; round < 40 && toldToWait === 0; round++) {
      const replies = await Promise.all(
        Array.from({ length: 200 }, () => socket.ask<{ wait?: string }>('catch-up', asked)),
      );
      toldToWait += replies.filter(({ wait: kind }) => kind === 'busy').length;
    }
    expect(toldToWait).toBeGreaterThan(0);
    await isServed();
    socket.close();
  });

  test('fault 85: more asks at once than any of ours sends ends the connection', async () => {
    const flooder = await openRawDevice(running.origin);
    const { ws } = await socketOf(flooder);
    const frame = JSON.stringify({
      epoch: newId(),
      groupId: group.groupId,
      after: 0,
      maxBytes: 2_000,
    });
    for (let i = 0; i < 2_000 && ws.readyState === ws.OPEN; i++) ws.send(`42${i}["catch-up",${frame}]`);
    await ended(ws);
    await isServed();
  });
});

describe('slow peers', () => {
  test('fault 84: a body that trickles is not waited for', async () => {
    const { hostname, port } = new URL(running.origin);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.write(
      [
        'POST /sync/push HTTP/1.1',
        `host: ${hostname}:${port}`,
        `cookie: ${ana.cookie}`,
        `content-type: ${NDJSON}`,
        `${PROTOCOL_HEADER}: ${PROTOCOL_VERSION}`,
        'content-length: 100000',
        '',
        '',
      ].join('\r\n'),
    );
    const trickle = setInterval(() => socket.write('{'), 1_000);
    socket.resume();
    await once(socket, 'close');
    clearInterval(trickle);
    await isServed();
  }, 60_000);
});

describe('nothing is left behind', () => {
  test('after a thousand connections came and went, some of them rudely, nothing of them remains', async () => {
    const bia = await openRawDevice(running.origin);
    await bia.join(group, 'Bia');
    const before = running.server.socketCount();
    for (let round = 0; round < 10; round++) {
      const sockets = await Promise.all(Array.from({ length: 100 }, () => socketOf(bia)));
      sockets.forEach(({ ws }, i) => {
        if (i % 2 === 0) ws.terminate();
        else ws.close();
      });
      await Promise.all(sockets.map(({ ws }) => ended(ws)));
    }
    for (let i = 0; i < 200 && running.server.socketCount() > before; i++) await wait(50);
    expect(running.server.socketCount()).toBe(before);
    const told = running.server.counters.deliveries;
    await ana.push(group.groupId, [message(ana, 'quem ouve?')]);
    await wait(100);
    // Whoever still stood in the group's room would have been told.
    expect(running.server.counters.deliveries - told).toBeLessThanOrEqual(before + 1);
  });
});

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
