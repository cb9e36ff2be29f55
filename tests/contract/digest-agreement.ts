/**
 * Do a device and the server make the same digests of the same history? For any history, on every log store: ops of all
 * types by several people are pushed through the real handlers; devices that came by them in different ways (op by op,
 * a snapshot in the middle and older pages after it) compare, and every one must be told that it is the same.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { applyLedgerPage } from '#client/sync/apply-ledger.ts';
import { applyToGroup } from '#client/sync/apply-remote.ts';
import { applyPage, applySnapshot } from '#client/sync/apply-rows.ts';
import { digestHeld } from '#client/sync/digest-held.ts';
import { chainStart } from '#protocol/canonical.ts';
import type { Comparison } from '#protocol/digest.ts';
import { fromWireOp } from '#protocol/fields.ts';
import { type Accounts, type Deed, deed, keepAccounts, perform } from '#tests/support/deeds.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { createWorld, type TestDevice, type World } from '#tests/support/sync-world.ts';
import type { OpenedLogStore } from './server-log-store.ts';

export function describeDigests(name: string, open: () => Promise<OpenedLogStore>): void {
  describe(`digests on ${name}`, () => {
    let opened: OpenedLogStore;
    beforeAll(async () => {
      opened = await open();
    }, 120_000);
    afterAll(() => opened.close());

    test('agree with those of any device, whatever was done and however it came to it', async () => {
      const history = fc.array(deed, { minLength: 1, maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(history, fc.nat(40), (deeds, snapshotAfter) => agree(opened, deeds, snapshotAfter)),
        { numRuns: 25, seed: 20_261_121 },
      );
    }, 120_000);

    test('agree over several segments', async () => {
      const deeds = Array.from(
        { length: 600 },
        (_, i): Deed => ({
          do: i % 7 === 0 ? 'edit' : i % 11 === 0 ? 'react' : 'say',
          who: i,
          target: i * 13,
          text: 'mensagem',
        }),
      );
      await agree(opened, deeds, 300);
    }, 120_000);
  });
}

async function agree(
  { store }: OpenedLogStore,
  deeds: readonly Deed[],
  snapshotAfter: number,
): Promise<void> {
  const world = createWorld({ wrap: () => store, epoch: await store.read(async (view) => view.epoch) });
  const people = Array.from({ length: 4 }, () => world.device());
  const [owner] = people;
  if (!owner) throw new Error('somebody');
  const group = await owner.createGroup();
  for (const person of people.slice(1)) await person.join(group);
  const messages: string[] = [];
  const accounts: Accounts = { expenses: [], settlements: [] };
  const late = new MemoryDeviceDatabase().connect();
  let hasSnapshot = false;
  for (const [i, one] of deeds.entries()) {
    await perform(one, people, group, messages);
    await keepAccounts(one, people, group.groupId, accounts);
    if (i === snapshotAfter) hasSnapshot = await takeSnapshot(world, owner, group.groupId, late);
  }
  const early = new MemoryDeviceDatabase().connect();
  await putCursor(early, group.groupId);
  const devices = hasSnapshot ? [early, late] : [early];
  for (const device of devices) {
    await takeLog(world, owner, group.groupId, device);
    if (device === late) {
      await takeOlder(world, owner, group.groupId, late);
      await takeLedger(world, owner, group.groupId, late);
    }
    for (const comparison of await compareAll(world, owner, group.groupId, device)) {
      expect(comparison).toEqual({ epoch: world.epoch, groupId: group.groupId, outcome: 'same' });
    }
  }
  await world.server.stop();
}

async function takeLedger(
  world: World,
  reader: TestDevice,
  groupId: string,
  device: DeviceStore,
): Promise<void> {
  for (;;) {
    const cursor = await device.read(['cursors'], (tx) => tx.get('cursors', groupId));
    const olderThan = cursor?.ledgerOlderThan ?? null;
    if (olderThan === null) return;
    const asked = { epoch: world.epoch, groupId, olderThan, maxRows: 3 };
    const page = await world.server.ledger(reader.session, asked);
    if (!('rows' in page)) throw new Error('a page');
    expect(await applyLedgerPage(device, page, olderThan)).toBe('applied');
  }
}

async function putCursor(device: DeviceStore, groupId: string): Promise<void> {
  const cursor = { groupId, version: 0, chain: chainStart(groupId), head: 0, olderThan: null };
  await device.write(['cursors'], (tx) => tx.put('cursors', [cursor]));
}

async function takeSnapshot(
  world: World,
  reader: TestDevice,
  groupId: string,
  device: DeviceStore,
): Promise<true> {
  const snapshot = await world.server.snapshot(reader.session, { epoch: world.epoch, groupId });
  if (!('group' in snapshot)) throw new Error('a snapshot');
  // As if only the last few had come: the rest comes by pages.
  const [first] = snapshot.messages.slice(-5);
  const cut = { ...snapshot, messages: snapshot.messages.slice(-5), olderThan: first?.version ?? null };
  await applySnapshot(device, cut, { now: 0, anew: false });
  return true;
}

async function takeLog(
  world: World,
  reader: TestDevice,
  groupId: string,
  device: DeviceStore,
): Promise<void> {
  for (;;) {
    const after = (await device.read(['cursors'], (tx) => tx.get('cursors', groupId)))?.version ?? 0;
    const asked = { epoch: world.epoch, groupId, after, maxBytes: 64 * 1024 };
    const page = await world.server.catchUp(reader.session, asked);
    if (!('ops' in page)) throw new Error('a page');
    if (page.ops.length === 0) return;
    const ops = page.ops.map((op) => fromWireOp(groupId, op));
    await applyToGroup(device, { groupId, segments: [{ from: page.from, ops }], settled: [], now: 0 });
  }
}

async function takeOlder(
  world: World,
  reader: TestDevice,
  groupId: string,
  device: DeviceStore,
): Promise<void> {
  for (;;) {
    const cursor = await device.read(['cursors'], (tx) => tx.get('cursors', groupId));
    const olderThan = cursor?.olderThan ?? null;
    if (olderThan === null) return;
    const page = await world.server.page(reader.session, {
      epoch: world.epoch,
      groupId,
      olderThan,
      maxRows: 7,
    });
    if (!('asOf' in page)) throw new Error('a page');
    expect(await applyPage(device, page, olderThan)).toBe('applied');
  }
}

/** Turn after turn, until every segment has had its own. */
async function compareAll(
  world: World,
  reader: TestDevice,
  groupId: string,
  device: DeviceStore,
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (;;) {
    const held = await digestHeld(device, groupId);
    if (!held) throw new Error('nothing to compare');
    const reply = await world.server.digest(reader.session, { ...held.request, epoch: world.epoch });
    if (!('outcome' in reply)) throw new Error('a comparison');
    comparisons.push(reply);
    if (held.nextBelow === null) return comparisons;
    const check = { groupId, at: null, below: held.nextBelow, repaired: 0, stuckSince: null };
    await device.write(['checks'], (tx) => tx.put('checks', [check]));
  }
}
