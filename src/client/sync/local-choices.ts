/** What a person decides about a group for this device alone: nobody else is told. */
import type { DeviceStore } from '#client/platform/device-store.ts';

/** Shows what this member writes no more, or again. */
export function setBlocked(
  store: DeviceStore,
  { groupId, memberId, blocked }: { groupId: string; memberId: string; blocked: boolean },
): Promise<void> {
  return store.write(['memberships'], async (tx) => {
    const membership = await tx.get('memberships', groupId);
    if (!membership) return;
    const others = (membership.blocked ?? []).filter((id) => id !== memberId);
    await tx.put('memberships', [{ ...membership, blocked: blocked ? [...others, memberId] : others }]);
  });
}

/** The end of this group is no news to the person: the list does not tell it. */
export function dismissEnd(store: DeviceStore, groupId: string): Promise<void> {
  return store.write(['memberships'], async (tx) => {
    const membership = await tx.get('memberships', groupId);
    if (membership) await tx.put('memberships', [{ ...membership, dismissed: true }]);
  });
}
