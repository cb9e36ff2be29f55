/** Two whole devices and the whole server: real engine, real transport, real database, real sockets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createBrowserClock } from '#client/platform/browser-clock.ts';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { createSocketTransport } from '#client/platform/socket-transport.ts';
import { flushOutboxOnce } from '#client/sync/drain-once.ts';
import { readConfig } from '#server/config.ts';
import { type RunningServer, startServer } from '#server/start-server.ts';
import { freePort } from '#tests/support/free-port.ts';
import { type NodeDevice, openNodeDevice, openNodeProfile, waitUntil } from '#tests/support/node-device.ts';
import { copyEmptyCluster } from '#tests/support/test-database.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openServer() {
  const dataDir = mkdtempSync(join(tmpdir(), 'racha-engine-'));
  closing.push(() => rmSync(dataDir, { recursive: true, force: true }));
  await copyEmptyCluster(dataDir);
  const port = await freePort();
  const config = readConfig({ HOST: '127.0.0.1', PORT: `${port}`, LOG_LEVEL: 'silent', DATA_DIR: dataDir });
  let running: RunningServer | undefined;
  const start = async () => {
    running = await startServer(config);
  };
  const stop = async () => {
    await running?.close();
    running = undefined;
  };
  closing.push(stop);
  await start();
  return { origin: `http://127.0.0.1:${port}`, start, stop };
}

function openDevice(origin: string, before?: NodeDevice): NodeDevice {
  const device = openNodeDevice({ origin, profile: before?.profile ?? openNodeProfile('indexeddb') });
  closing.push(() => device.close());
  return device;
}

async function twoInAGroup(origin: string) {
  const ana = openDevice(origin);
  const made = await ana.engine.createGroup({ name: 'Rolê', picture: '🍕', memberName: 'Ana' });
  if (!made.ok || made.groupId === undefined) throw new Error('not created');
  const { groupId } = made;
  const membership = await ana.profile.store.read(['memberships'], (tx) => tx.get('memberships', groupId));
  const secret = membership?.inviteSecret ?? '';
  const bia = openDevice(origin);
  await waitUntil(ana, () => isAtRest(ana));
  await bia.engine.joinGroup({ groupId, secret, groupName: 'Rolê', memberName: 'Bia' });
  await waitUntil(bia, async () => (await texts(bia, groupId)).length === 2);
  return { ana, bia, groupId };
}

const isAtRest = ({ engine }: NodeDevice) =>
  engine.status().queued === 0 && engine.status().connection.name === 'online';

async function texts(device: NodeDevice, groupId: string): Promise<string[]> {
  const rows = await device.profile.store.read(['messages'], (tx) =>
    tx.list('messages', { index: '[groupId+version]', from: [groupId, 0], to: [groupId, 1e9] }),
  );
  return rows.map((row) => row.notice?.what ?? row.text);
}

async function send(device: NodeDevice, groupId: string, ...lines: string[]): Promise<void> {
  for (const text of lines) {
    const body = { messageId: device.engine.newId(), text };
    expect(await device.engine.commit([{ type: 'message.sent', groupId, body }])).toMatchObject({ ok: true });
  }
}

describe('two devices and a server', () => {
  test('talk; the server stops and starts again; what was written meanwhile arrives once, in order', async () => {
    const { origin, start, stop } = await openServer();
    const { ana, bia, groupId } = await twoInAGroup(origin);
    await send(ana, groupId, 'oi');
    await waitUntil(bia, async () => (await texts(bia, groupId)).includes('oi'));
    await stop();
    await waitUntil(ana, () => ana.engine.status().connection.name === 'offline');
    const offline = Array.from({ length: 30 }, (_, i) => `sem rede ${i}`);
    await send(ana, groupId, ...offline);
    await ana.close();
    const again = openDevice(origin, ana);
    await waitUntil(again, () => again.engine.status().queued === 30);
    await start();
    bia.engine.wake();
    again.engine.wake();
    await waitUntil(bia, async () => (await texts(bia, groupId)).length === 33, 30_000);
    await waitUntil(again, async () => (await texts(again, groupId)).length === 33, 30_000);
    expect(await texts(bia, groupId)).toEqual(['group-created', 'member-joined', 'oi', ...offline]);
    expect(await texts(again, groupId)).toEqual(await texts(bia, groupId));
  });

  test('what the screens read follows: own first waiting, then sent, then read', async () => {
    const { origin } = await openServer();
    const { ana, bia, groupId } = await twoInAGroup(origin);
    const source = await ana.profile.reader?.openConversation(groupId);
    if (!source) throw new Error('no reader');
    const statuses: (string | null)[] = [];
    const stop = source.subscribe(() => {
      const own = source.getSnapshot().messages.filter(({ text }) => text === 'veja');
      expect(own.length).toBeLessThanOrEqual(1);
      const status = own[0]?.status;
      if (status !== undefined && status !== statuses.at(-1)) statuses.push(status);
    });
    await send(ana, groupId, 'veja');
    await waitUntil(bia, async () => (await texts(bia, groupId)).includes('veja'));
    bia.engine.markRead(groupId, 3);
    await waitUntil(ana, () => statuses.at(-1) === 'read');
    expect(statuses[0]).toBe('waiting');
    expect(statuses).toContain('sent');
    stop();
  });

  test('with no tab open the worker drains the outbox by HTTP', async () => {
    const { origin, start, stop } = await openServer();
    const { ana, bia, groupId } = await twoInAGroup(origin);
    await stop();
    await send(ana, groupId, 'do fundo do bolso');
    await ana.close();
    const { store, cookies, locks } = ana.profile;
    const jar = { get: () => cookies.value, put: () => {} };
    const ports = {
      store,
      locks,
      transport: createSocketTransport({ origin, cookies: jar }),
      clock: createBrowserClock(),
      random: createBrowserRandom(),
    };
    expect(await flushOutboxOnce(ports, { timeoutMs: 3_000 })).toBe(false);
    await start();
    expect(await flushOutboxOnce(ports, { timeoutMs: 10_000 })).toBe(true);
    bia.engine.wake();
    await waitUntil(bia, async () => (await texts(bia, groupId)).includes('do fundo do bolso'));
  });
});
