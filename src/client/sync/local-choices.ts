/** What a person keeps or decides about a group on this device alone: nobody else is told. */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Draft } from '#client/store/tables.ts';

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

/** What is being typed; an empty draft is none. */
export function putDraft(store: DeviceStore, draft: Draft): Promise<void> {
  const isEmpty = draft.text === '' && draft.replyTo === null && draft.editing === null;
  return store.write(['drafts'], (tx) =>
    isEmpty ? tx.remove('drafts', [draft.groupId]) : tx.put('drafts', [draft]),
  );
}
