/** What a person keeps or decides on this device alone: nobody else is told. */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Draft, FormDraft } from '#client/store/tables.ts';
import { putMeta } from './device-meta.ts';
import type { CommitResult } from './engine-types.ts';

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

export async function saveProfile(store: DeviceStore, profile: { name: string }): Promise<CommitResult> {
  await store.write(['meta'], (tx) => putMeta(tx, 'profile', profile));
  return { ok: true, opIds: [] };
}

/** The person has read what the browser did to this device's data. */
export function acknowledgeLoss(store: DeviceStore): Promise<void> {
  return store.write(['meta'], (tx) => tx.remove('meta', ['loss', 'recovered']));
}

/** What is being typed, or what stands in a form; an empty draft is none. Each leaves the other as it is. */
export function putDraft(store: DeviceStore, draft: Draft | FormDraft): Promise<void> {
  return store.write(['drafts'], async (tx) => {
    const { groupId } = draft;
    const present = await tx.get('drafts', groupId);
    const next = 'form' in draft ? withForm(present ?? emptyDraft(groupId), draft) : withText(present, draft);
    const { text, replyTo, editing, photos = [], forms } = next;
    const isEmpty = text === '' && replyTo === null && editing === null && photos.length === 0 && !forms;
    await (isEmpty ? tx.remove('drafts', [groupId]) : tx.put('drafts', [next]));
  });
}

const emptyDraft = (groupId: string): Draft => ({ groupId, text: '', replyTo: null, editing: null });

function withText(present: Draft | undefined, { forms: _, ...draft }: Draft): Draft {
  return { ...draft, ...(present?.forms && { forms: present.forms }) };
}

function withForm({ forms = {}, ...draft }: Draft, { form, value }: FormDraft): Draft {
  const { [form]: _, ...others } = forms;
  const kept = value === null ? others : { ...others, [form]: value };
  return Object.keys(kept).length === 0 ? draft : { ...draft, forms: kept };
}
