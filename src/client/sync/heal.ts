/**
 * The server went back in time: a restored backup, a promoted stale standby. It has a new epoch and may lack what
 * this device already held. Nothing of it is lost here, and the device gives back what it knows:
 *
 *   kept ops (own, committed in the old history)  → first in the outbox again, in their old order
 *   own ops with a verdict of the old history     → without one again
 *   confirmed rows of changed groups              → set aside: readable until every one is seen again
 *   texts of plans                                → set aside: what the log lacks of them is written again
 *   lanes                                         → a new deviceId, numbers from 1: what the server has of the
 *                                                   old lane may be anything; dedupe by opId makes it safe
 */
import type { DeviceStore, DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import type { OutboxEntry } from '#client/store/tables.ts';
import { opBytes } from '#protocol/canonical.ts';
import type { Welcome } from '#protocol/hello.ts';
import { removeConfirmed, SNAPSHOT_TABLES } from './apply-rows.ts';
import { changeDevice } from './device-identity.ts';
import { putMeta } from './device-meta.ts';
import { readLostTexts } from './lost-texts.ts';

const HEAL_TABLES = [...SNAPSHOT_TABLES, 'lanes', 'aside'] as const satisfies readonly DeviceTable[];

/** Prepares the device for the new history in one transaction. Returns the groups to be had anew. */
export function healAfterEpochChange(
  store: DeviceStore,
  random: Random,
  welcome: Welcome,
): Promise<readonly string[]> {
  return store.write(HEAL_TABLES, async (tx) => {
    const unchanged = new Set(
      welcome.groups.filter(({ history }) => history === 'same').map(({ groupId }) => groupId),
    );
    // Gone ones too: a log that ends before this device came in again says so, and no cursor of another history may stay.
    const changed = (await tx.list('cursors'))
      .map(({ groupId }) => groupId)
      .filter((groupId) => !unchanged.has(groupId));
    for (const groupId of changed) await setAside(tx, groupId);
    await forgetHeads(tx, welcome);
    await queueKept(tx, unchanged);
    await changeDevice(tx, random);
    await putMeta(tx, 'epoch', welcome.epoch);
    return changed;
  });
}

/** What the old history had beyond a cursor may never come: a head of then would look like a log still to be fetched. */
async function forgetHeads(tx: WriteTransaction, { groups }: Welcome): Promise<void> {
  const cursors = await tx.list('cursors');
  const heads = new Map(groups.map(({ groupId, head }) => [groupId, head]));
  await tx.put(
    'cursors',
    cursors.map((cursor) => ({ ...cursor, head: heads.get(cursor.groupId) ?? cursor.version })),
  );
}

async function setAside(tx: WriteTransaction, groupId: string): Promise<void> {
  const range = { from: [groupId, ''], to: [groupId, '\uffff'] };
  const messages = await tx.list('messages', range);
  await tx.put('aside', messages);
  const marks = await tx.list('marks', range);
  await tx.remove(
    'marks',
    marks.map(({ memberId }) => [groupId, memberId]),
  );
  // The group's name and people stay readable: they are replaced with the rest by the snapshot.
  const group = await tx.get('groups', [groupId, groupId]);
  const members = await tx.list('members', range);
  const texts = await readLostTexts(tx, groupId);
  await removeConfirmed(tx, groupId);
  await tx.put('planTexts', texts);
  if (group) await tx.put('groups', [{ ...group, rowVersion: 0 }]);
  await tx.put(
    'members',
    members.map((row) => ({ ...row, rowVersion: 0 })),
  );
}

/**
 * Kept ops first, in the order the old log had them; then what waited already. Also of groups this device holds no rows of:
 * ones it has left may be lost too, and others wait for their maker to bring them back.
 */
async function queueKept(tx: WriteTransaction, unchanged: ReadonlySet<string>): Promise<void> {
  const outbox = await tx.list('outbox');
  const queued = new Set(outbox.map(({ opId }) => opId));
  const kept = (await tx.list('kept'))
    .filter((one) => holdsOp(one) && !unchanged.has(one.groupId) && !queued.has(one.opId))
    .sort((a, b) => a.version - b.version);
  const first = Math.min(0, outbox[0]?.order ?? 0) - kept.length;
  const again = kept.map(({ groupId, opId, op, proof }, i): OutboxEntry => {
    return { order: first + i, groupId, opId, op, seq: null, version: null, proof, bytes: opBytes(op) };
  });
  const reset = outbox.filter(({ version }) => version !== null);
  await tx.put('outbox', [...again, ...reset.map((entry) => ({ ...entry, seq: null, version: null }))]);
}
