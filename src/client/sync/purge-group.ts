/** What becomes of a group on this device when its person is not in it any more. */
import type { DeviceStore, ReadTransaction, WriteTransaction } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import type { Draft, KeptOp, Membership, OutboxEntry, TrayEntry } from '#client/store/tables.ts';
import { PHOTOS_SENT_V } from '#domain/chat/message-ops.ts';
import { makesMembership } from '#domain/op-types.ts';
import type { GoneReason } from '#protocol/kinds.ts';
import { removeConfirmed, SNAPSHOT_TABLES } from './apply-rows.ts';
import { listOutbox } from './commit-ops.ts';
import { getMeta } from './device-meta.ts';
import { removeBlobs } from './photo-shelf.ts';
import { moveToTray, retireCommitted } from './retire-entries.ts';
import { makeId, stampOp } from './stamp-op.ts';

export interface MembershipEnd {
  /** The version at which they went out; what this device knows of later makes the word an old one. */
  readonly version: number;
  readonly reason: GoneReason;
}

/** As a refused read says it. */
export function endOf({ version, gone }: { version: number; gone: GoneReason }): MembershipEnd {
  return { version, reason: gone };
}

/**
 * The group's rows go; what was never sent goes to the tray with its text, and so does what was being typed. What has a
 * number, or had one under another id, waits in its lane for the verdict, which a former member still gets; what has its verdict is home, since no
 * cursor comes by any more to say so. `now`: epoch ms.
 */
export function purgeGroup(
  store: DeviceStore,
  random: Random,
  { groupId, end, now }: { groupId: string; end: MembershipEnd; now: number },
): Promise<{ readonly isOld: boolean; readonly unsent: number; readonly trayed: number }> {
  return store.write(
    [...SNAPSHOT_TABLES, 'tray', 'aside', 'checks', 'drafts', 'blobs', 'blobParts'],
    async (tx) => {
      const membership = await tx.get('memberships', groupId);
      const entries = await listOutbox(tx, groupId);
      const cursor = await tx.get('cursors', groupId);
      if (entries.some(isUnsettledJoin)) return { isOld: true, unsent: 0, trayed: 0 };
      const lastKnown = Math.max(cursor?.version ?? 0, await lastJoin(tx, groupId, entries));
      if (lastKnown > end.version) return { isOld: true, unsent: 0, trayed: 0 };
      const isOut = membership?.state === 'gone' || membership?.state === 'refused';
      if (!membership || (isOut && !cursor)) return { isOld: false, unsent: 0, trayed: 0 };
      const home = entries.flatMap((entry) =>
        entry.version === null ? [] : [{ ...entry, version: entry.version }],
      );
      await retireCommitted(tx, home, { epoch: (await getMeta(tx, 'epoch')) ?? '', now });
      const unsent = entries.filter(({ seq, mayBeLogged }) => seq === null && !mayBeLogged);
      await moveToTray(
        tx,
        unsent.map((entry) => ({ ...entry, kind: 'gone' as const })),
        now,
      );
      const groupName = (await tx.get('groups', [groupId, groupId]))?.name ?? membership.invitedName ?? '';
      const typed = await takeDraft(tx, random, membership, { groupName, now });
      await removeConfirmed(tx, groupId);
      const aside = await tx.list('aside', { from: [groupId, ''], to: [groupId, '\uffff'] });
      await tx.remove(
        'aside',
        aside.map(({ id }) => [groupId, id]),
      );
      await tx.remove('checks', [groupId]);
      await forgetSearches(tx, groupId);
      // Nobody here may look at them any more; what was never sent stays with what names it in the tray.
      const photos = await tx.list('blobs', { from: [groupId, ''], to: [groupId, '\uffff'] });
      await removeBlobs(
        tx,
        photos.filter(({ owed }) => !owed),
      );
      // Who asked and was not let in never was in it.
      const state = end.reason === 'refused' ? 'refused' : 'gone';
      const { madeSecrets: _, ...kept } = membership;
      await tx.put('memberships', [
        { ...kept, state, waiting: null, goneReason: end.reason, invitedName: groupName },
      ]);
      return { isOld: false, unsent: unsent.length, trayed: unsent.length + typed };
    },
  );
}

/** What was searched for in it. */
async function forgetSearches(tx: WriteTransaction, groupId: string): Promise<void> {
  const recent = await getMeta(tx, 'recentSearches');
  if (!recent?.some((one) => one.groupId === groupId)) return;
  const value = recent.filter((one) => one.groupId !== groupId);
  await tx.put('meta', [{ name: 'recentSearches', value }]);
}

/** What stood in the box goes to the tray. */
async function takeDraft(
  tx: WriteTransaction,
  random: Random,
  membership: Membership,
  at: { groupName: string; now: number },
): Promise<number> {
  const draft = await tx.get('drafts', membership.groupId);
  if (!draft) return 0;
  const typed = listTyped(random, membership, draft, { ...at, kind: 'gone' });
  await tx.put('tray', typed);
  await tx.remove('drafts', [membership.groupId]);
  return typed.length;
}

/** What stands in a draft, as messages nobody has sent: the tray keeps them like any other. */
export function listTyped(
  random: Random,
  { groupId, memberId }: Pick<Membership, 'groupId' | 'memberId'>,
  { text, setAside = '', photos = [] }: Draft,
  { groupName, now, kind }: { groupName: string; now: number; kind: TrayEntry['kind'] },
): TrayEntry[] {
  const written = [
    { text, photos },
    { text: setAside, photos: [] },
  ].filter((one) => one.text.trim() !== '' || one.photos.length > 0);
  return written.map((one): TrayEntry => {
    const made = { groupId, actorId: memberId, type: 'message.sent' };
    const messageId = makeId(random);
    const unstamped =
      one.photos.length > 0
        ? { ...made, v: PHOTOS_SENT_V, body: { messageId, ...one } }
        : { ...made, body: { messageId, text: one.text } };
    const op = stampOp(random, now, unstamped);
    return { opId: op.opId, groupId, groupName, op, kind, since: now };
  });
}

/** The last version at which this device came into the group, as far as it knows; 0: never. */
async function lastJoin(
  tx: ReadTransaction,
  groupId: string,
  entries: readonly OutboxEntry[],
): Promise<number> {
  const joins = [...entries, ...(await listKept(tx, groupId))].filter(({ op }) => makesMembership(op));
  return Math.max(0, ...joins.map(({ version }) => version ?? 0));
}

/** The last version this device gave the group's present log itself; 0: none that it remembers. */
export async function lastKept(tx: ReadTransaction, groupId: string): Promise<number> {
  return Math.max(0, ...(await listKept(tx, groupId)).map(({ version }) => version));
}

/** Own ops of the group that are in the present log. */
async function listKept(tx: ReadTransaction, groupId: string): Promise<KeptOp[]> {
  const epoch = await getMeta(tx, 'epoch');
  const kept = await tx.list('kept', { index: 'groupId', from: groupId, to: groupId });
  return kept.filter((one) => one.epoch === epoch && holdsOp(one));
}

function isUnsettledJoin({ op, version }: OutboxEntry): boolean {
  return version === null && makesMembership(op);
}
