/**
 * One release apart, in both directions, with real processes: an older server and this app, this server and an older
 * app, and each after its update. What the older release says on the wire is pinned beside this file.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Engine } from '#client/sync/engine-types.ts';
import { PROTOCOL_HEADER } from '#protocol/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { type DeviceProcess, openDeviceProcess, runningAs } from '#tests/support/device-process.ts';
import { freePort } from '#tests/support/free-port.ts';
import { type NodeDevice, openNodeDevice, waitUntil } from '#tests/support/node-device.ts';
import { NEXT, type OtherRelease, PREVIOUS } from '#tests/support/other-release.ts';
import { newId, openRawDevice } from '#tests/support/raw-device.ts';
import { type ServerProcess, startServerProcess } from '#tests/support/server-process.ts';
import { copyEmptyCluster } from '#tests/support/test-database.ts';

// Each starts several servers, one after another; a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** One address and one database; which release serves them changes. */
async function openHost() {
  const dataDir = mkdtempSync(join(tmpdir(), 'racha-matrix-'));
  closing.push(() => rmSync(dataDir, { recursive: true, force: true }));
  await copyEmptyCluster(dataDir);
  const port = await freePort();
  let running: ServerProcess | undefined;
  closing.push(() => running?.stop());
  const serve = async (release?: OtherRelease): Promise<void> => {
    await running?.stop();
    const older = release && runningAs(release);
    const env = { DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...older?.env };
    running = await startServerProcess({ port, env, ...(older && { nodeOptions: older.nodeOptions }) });
  };
  return { origin: `http://127.0.0.1:${port}`, serve };
}

function openDevice(origin: string): NodeDevice {
  const device = openNodeDevice({ origin });
  closing.push(() => device.close());
  return device;
}

function openOlderDevice(origin: string, release: OtherRelease): DeviceProcess {
  const device = openDeviceProcess(origin, release);
  closing.push(() => device[Symbol.asyncDispose]());
  return device;
}

type Hand = Pick<Engine, 'commit' | 'createGroup' | 'joinGroup'>;

async function createGroup(device: Hand): Promise<string> {
  const made = await device.createGroup({ name: 'Rolê', picture: '🍕', memberName: 'Ana' });
  if (!made.ok || made.groupId === undefined) throw new Error('not created');
  return made.groupId;
}

async function say(device: Hand, groupId: string, text: string): Promise<string> {
  const messageId = newId();
  const body = { messageId, text };
  expect(await device.commit([{ type: 'message.sent', groupId, body }])).toMatchObject({ ok: true });
  return messageId;
}

async function react(device: Hand, groupId: string, messageId: string): Promise<void> {
  const body = { messageId, emoji: '👍' };
  expect(await device.commit([{ type: 'reaction.added', groupId, body }])).toMatchObject({ ok: true });
}

async function secretOf({ profile }: NodeDevice, groupId: string): Promise<string> {
  const membership = await profile.store.read(['memberships'], (tx) => tx.get('memberships', groupId));
  return membership?.inviteSecret ?? '';
}

const isAtRest = ({ engine }: NodeDevice): boolean =>
  engine.status().queued === 0 && engine.status().connection.name === 'online';

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  await expect.poll(isTrue, { timeout: 40_000, interval: 50 }).toBe(true);
}

/** What the conversation is made of; `null`: a placeholder. */
function linesOf(
  rows: readonly { version: number; text: string; notice: { what: string } | null; kind: string }[],
) {
  const sorted = [...rows].sort((a, b) => a.version - b.version);
  return sorted.map(({ kind, notice, text }) => (kind === 'notice' ? (notice?.what ?? null) : text));
}

test('the older release is the older one: its server speaks protocol 4 alone', async () => {
  const { origin, serve } = await openHost();
  await serve(PREVIOUS);
  const answer = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ protocol: PROTOCOL_VERSION, deviceId: newId(), deviceSecret: 's'.repeat(43) }),
  });
  expect(answer.headers.get(PROTOCOL_HEADER)).toBe('4');
  expect([answer.status, await answer.json()]).toEqual([400, { wait: 'unsupported' }]);
  expect(await openRawDevice(origin, { protocol: 4 })).toBeDefined();
});

test('fault 47: this app with the server of the release before: it talks; what that server does not know waits, visible, and goes out after its update', async () => {
  const { origin, serve } = await openHost();
  await serve(PREVIOUS);
  const ana = openDevice(origin);
  const groupId = await createGroup(ana.engine);
  const messageId = await say(ana.engine, groupId, 'antes');
  await waitUntil(ana, () => isAtRest(ana));

  await react(ana.engine, groupId, messageId);
  await say(ana.engine, groupId, 'depois da reação');
  const membership = () => ana.profile.store.read(['memberships'], (tx) => tx.get('memberships', groupId));
  await until(async () => (await membership())?.waiting === 'unsupported');
  // The lane keeps its order: what came after the reaction waits behind it, and nothing is dropped or refused.
  expect(ana.engine.status()).toMatchObject({ queued: 2, tray: 0, connection: { name: 'online' } });

  await serve();
  await waitUntil(ana, () => isAtRest(ana), 40_000);
  expect((await membership())?.waiting).toBeNull();
  const log = await (await openReader(origin, ana, groupId)).readLog(groupId);
  expect(log.map(({ type }) => type)).toEqual([
    'group.created',
    'message.sent',
    'reaction.added',
    'message.sent',
    'member.joined',
  ]);
  expect(ana.faults).toEqual([]);
});

test('fault 47: a server rolled back under an open conversation: everybody goes on, nothing twice', async () => {
  const { origin, serve } = await openHost();
  await serve();
  const ana = openDevice(origin);
  const groupId = await createGroup(ana.engine);
  await waitUntil(ana, () => isAtRest(ana));
  const texts = Array.from({ length: 30 }, (_, i) => `mensagem ${i}`);
  for (const text of texts.slice(0, 10)) await say(ana.engine, groupId, text);
  await serve(PREVIOUS);
  for (const text of texts.slice(10, 20)) await say(ana.engine, groupId, text);
  await waitUntil(ana, () => isAtRest(ana), 40_000);
  for (const text of texts.slice(20)) await say(ana.engine, groupId, text);
  await serve();
  await waitUntil(ana, () => isAtRest(ana), 40_000);
  const rows = await ana.profile.store.read(['messages'], (tx) => tx.list('messages'));
  expect(linesOf(rows)).toEqual(['group-created', ...texts]);
  const log = await (await openReader(origin, ana, groupId)).readLog(groupId);
  expect(log.filter(({ type }) => type === 'message.sent').map(({ body }) => body.text)).toEqual(texts);
});

test('fault 46, 79: the app of the release before with this server: it talks, shows a placeholder for what it does not know, and what it does not know survives it', async () => {
  const { origin, serve } = await openHost();
  await serve();
  const ana = openDevice(origin);
  const groupId = await createGroup(ana.engine);
  await waitUntil(ana, () => isAtRest(ana));
  const bia = openOlderDevice(origin, PREVIOUS);
  const joined = { groupId, secret: await secretOf(ana, groupId), groupName: 'Rolê', memberName: 'Bia' };
  expect(await bia.joinGroup(joined)).toMatchObject({ ok: true });
  await until(async () => (await bia.rows('memberships'))[0]?.state === 'member');

  const messageId = await say(ana.engine, groupId, 'oi');
  await react(ana.engine, groupId, messageId);
  await say(ana.engine, groupId, 'segue');
  const held = async () => linesOf((await bia.rows('messages')) as never);
  await until(async () => (await held()).at(-1) === 'segue');
  expect(await held()).toEqual(['group-created', 'member-joined', 'oi', null, 'segue']);
  // Raw, as it came: nothing of the newer app's op is lost on the older one.
  expect(await bia.rows('unknown')).toMatchObject([{ op: { type: 'reaction.added', body: { messageId } } }]);

  await say(bia, groupId, 'da versão antiga');
  await until(async () => (await bia.status()).queued === 0);
  expect(await bia.status()).toMatchObject({ connection: { name: 'online' }, tray: 0 });
  await waitUntil(ana, async () => {
    const rows = await ana.profile.store.read(['messages'], (tx) => tx.list('messages'));
    return rows.some(({ text }) => text === 'da versão antiga');
  });
  expect(
    await bia.commit([{ type: 'reaction.added', groupId, body: { messageId, emoji: '👍' } }]),
  ).toMatchObject({
    ok: false,
  });
});

test('fault 46: an app two releases behind: it is told to update, what it holds stays readable, what it wrote stays kept', async () => {
  const { origin, serve } = await openHost();
  await serve(NEXT);
  const bia = openOlderDevice(origin, PREVIOUS);
  const groupId = await createGroup(bia);
  await say(bia, groupId, 'guardada');
  await until(async () => (await bia.status()).connection.name === 'waiting');
  expect(await bia.status()).toMatchObject({
    connection: { name: 'waiting', kind: 'unsupported' },
    queued: 2,
    tray: 0,
  });
  expect((await bia.rows('outbox')).map(({ op }) => op.type)).toEqual(['group.created', 'message.sent']);
});

/** Reads the log past every engine: a raw device that joined. */
async function openReader(origin: string, member: NodeDevice, groupId: string) {
  const reader = await openRawDevice(origin);
  await reader.join({ groupId, secret: await secretOf(member, groupId) }, 'Leitor');
  return reader;
}
