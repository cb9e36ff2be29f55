/**
 * What waits here in the name of a member who is another account's: a person who lost their database and their session came
 * in anew, and then a copy brought back what they had written as who they were. The server has not got it (an op it knows has
 * its verdict before anybody asks whose it is) and will not take it from this session; in its lane it would hold up
 * everything written since. It goes to the tray, from where it is sent as who they are now (tray.ts).
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import { isWholeEntry } from '#client/store/whole-entries.ts';
import { changeDevice, DEVICE_TABLES } from './device-identity.ts';
import { moveToTray } from './retire-entries.ts';

/**
 * `now`: epoch ms, device clock. True: something went, and with it numbers that the server waits for, so that this device
 * is another one now.
 */
export function partFromFormer(
  { store, random }: { readonly store: DeviceStore; readonly random: Random },
  now: number,
): Promise<boolean> {
  return store.write([...DEVICE_TABLES, 'tray', 'groups', 'memberships', 'cursors'], async (tx) => {
    const held = new Set((await tx.list('cursors')).map(({ groupId }) => groupId));
    // Of a group that is not here yet nothing is known but what the copy said.
    const own = new Map(
      (await tx.list('memberships'))
        .filter(({ groupId, state }) => state === 'member' && held.has(groupId))
        .map(({ groupId, memberId }) => [groupId, memberId]),
    );
    const former = (await tx.list('outbox')).filter(
      (entry) =>
        isWholeEntry(entry) &&
        entry.version === null &&
        own.has(entry.groupId) &&
        entry.op.actorId !== own.get(entry.groupId),
    );
    if (former.length === 0) return false;
    await moveToTray(
      tx,
      former.map((entry) => ({ ...entry, kind: 'device-changed' as const })),
      now,
    );
    await changeDevice(tx, random);
    return true;
  });
}
