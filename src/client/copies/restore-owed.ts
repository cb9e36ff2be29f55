/**
 * What a person made and no server had when the copy was made, back in one transaction:
 *
 *   an op       to the end of the outbox, with its id and without a number; unless it is here, or was committed and kept, or
 *               what it makes is here. Of a group this person is out of by now the server says whether it has it; then it goes to the tray
 *   a refused   to the tray, unless it was sent again since
 *   a draft     to where it stood; where another one stands, to the tray as a message nobody has sent
 */
import * as v from 'valibot';
import type { DeviceTable, ReadTransaction, WriteTransaction } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import { foldPending, listPendingReads } from '#client/store/overlay.ts';
import type { Draft, Membership, OutboxEntry, TrayEntry } from '#client/store/tables.ts';
import { listAwaited } from '#client/sync/await-photos.ts';
import { COMMIT_TABLES, getNextOrder, listOutbox, loadDraft } from '#client/sync/commit-ops.ts';
import { putMeta } from '#client/sync/device-meta.ts';
import { listTyped } from '#client/sync/purge-group.ts';
import { makeId } from '#client/sync/stamp-op.ts';
import { judgeOp } from '#domain/apply-op.ts';
import { type Op, opSchema } from '#domain/op.ts';
import { opBytes } from '#protocol/canonical.ts';
import type { RestorePorts } from './restore-parts.ts';

export interface OwedParts {
  readonly outbox: readonly OutboxEntry[];
  readonly tray: readonly TrayEntry[];
  readonly drafts: readonly Draft[];
}

interface Count {
  queued: number;
  trayed: number;
  drafts: number;
  known: number;
  damaged: number;
}

const OWED_TABLES = [
  ...COMMIT_TABLES,
  'tray',
  'kept',
  'drafts',
  'memberships',
  'lanes',
] as const satisfies readonly DeviceTable[];

/** After everything the log and the outbox can reach. */
const LAST = 2 ** 49;

export function restoreOwed(
  { store, random, now }: RestorePorts,
  owed: OwedParts,
  memberships: readonly Membership[],
): Promise<Readonly<Count>> {
  return store.write(OWED_TABLES, async (tx) => {
    const count: Count = { queued: 0, trayed: 0, drafts: 0, known: 0, damaged: 0 };
    await restoreMemberships(tx, memberships);
    const groups = await readGroups(tx);
    await restoreOutbox(tx, owed.outbox, { groups, now, count });
    await restoreTray(tx, owed.tray, count);
    for (const draft of owed.drafts) await restoreDraft(tx, draft, { groups, random, now, count });
    return count;
  });
}

/** Who they were, where nothing here says otherwise: without it what waits would have nowhere to go. */
async function restoreMemberships(tx: WriteTransaction, memberships: readonly Membership[]): Promise<void> {
  const present = await tx.getMany(
    'memberships',
    memberships.map(({ groupId }) => groupId),
  );
  await tx.put(
    'memberships',
    memberships
      .filter((_, i) => present[i] === undefined)
      .map((membership) => ({ ...membership, waiting: null })),
  );
}

interface KnownGroup {
  readonly name: string;
  readonly membership: Membership;
  readonly isIn: boolean;
}
type KnownGroups = ReadonlyMap<string, KnownGroup>;

async function readGroups(tx: ReadTransaction): Promise<Map<string, KnownGroup>> {
  const memberships = await tx.list('memberships');
  const rows = await tx.getMany(
    'groups',
    memberships.map(({ groupId }) => [groupId, groupId]),
  );
  return new Map(
    memberships.map((membership, i) => {
      const isIn = membership.state === 'member' || membership.state === 'joining';
      const name = rows[i]?.name ?? membership.invitedName ?? '';
      return [membership.groupId, { name, membership, isIn }];
    }),
  );
}

async function restoreOutbox(
  tx: WriteTransaction,
  entries: readonly OutboxEntry[],
  {
    groups,
    now,
    count,
  }: { readonly groups: Map<string, KnownGroup>; readonly now: number; readonly count: Count },
): Promise<void> {
  for (const { op, proof: secret, awaits: photos } of [...entries].sort((a, b) => a.order - b.order)) {
    if (!v.is(opSchema, op)) {
      count.damaged += 1;
      continue;
    }
    if (await isHere(tx, op)) {
      count.known += 1;
      continue;
    }
    const { opId, groupId } = op;
    const proof = typeof secret === 'string' ? secret : null;
    const group = groups.get(groupId) ?? (await restoreWriter(tx, op, proof));
    groups.set(groupId, group);
    if (await isOwedHere(tx, groupId, photos)) {
      const order = op.type === 'group.created' ? await makeFirst(tx, groupId) : await getNextOrder(tx);
      const [awaits] = await listAwaited(tx, [op]);
      const entry = { order, groupId, opId, op, seq: null, version: null, proof, bytes: opBytes(op) };
      await tx.put('outbox', [{ ...entry, mayBeLogged: true, ...(awaits && { awaits }) }]);
      if (order > 0) await putMeta(tx, 'nextOrder', order + 1);
      count.queued += 1;
    } else {
      await tx.put('tray', [{ opId, groupId, groupName: group.name, op, kind: 'photo-missing', since: now }]);
      count.trayed += 1;
    }
  }
}

/**
 * A place before all that waits. Its maker may have come by the group's own link meanwhile: that join waits for the group, and the
 * group must not wait behind it. What has a number without a verdict gets another one: no server has a lane of this group.
 */
async function makeFirst(tx: WriteTransaction, groupId: string): Promise<number> {
  const all = await tx.list('outbox');
  const own = all.filter((entry) => entry.groupId === groupId);
  // With a verdict among them the server knows the group.
  if (own.length === 0 || own.some(({ version }) => version !== null)) return getNextOrder(tx);
  const numbered = own.filter(({ seq }) => seq !== null);
  await tx.put(
    'outbox',
    numbered.map((entry) => ({ ...entry, seq: null, mayBeLogged: true })),
  );
  await tx.remove('lanes', [groupId]);
  return Math.min(0, all[0]?.order ?? 0) - 1;
}

/**
 * Nothing says who they were in its group, here or in the copy, whose part of it went bad: the op says it. Whether they are
 * still in it, and whether it has the op, only the server can tell.
 */
async function restoreWriter(
  tx: WriteTransaction,
  { groupId, actorId: memberId, type }: Op,
  inviteSecret: string | null,
): Promise<KnownGroup> {
  const state = type === 'member.joined' ? 'joining' : 'member';
  const membership = { groupId, memberId, state, inviteSecret, invitedName: null, waiting: null } as const;
  await tx.put('memberships', [membership]);
  return { name: '', membership, isIn: true };
}

/** Photos that no server had when the copy was made: without their bytes nobody would ever see what names them. */
async function isOwedHere(tx: ReadTransaction, groupId: string, photos: unknown): Promise<boolean> {
  if (!Array.isArray(photos) || photos.length === 0) return true;
  const held = await tx.getMany(
    'blobs',
    photos.map((blobId) => [groupId, String(blobId)]),
  );
  return held.every((row) => row !== undefined);
}

/** By its id; or what it makes is here, by an op of another id: it was refused, and sent again. */
async function isHere(tx: ReadTransaction, op: Op): Promise<boolean> {
  const { opId, groupId } = op;
  const waiting = await tx.count('outbox', { index: 'opId', from: opId, to: opId });
  if (waiting > 0 || (await tx.get('tray', opId)) || (await tx.get('kept', opId))) return true;
  const entries = await listOutbox(tx, groupId);
  const draft = await loadDraft(tx, groupId, listPendingReads(entries), [op]);
  foldPending(draft, entries);
  return judgeOp(draft, op, LAST) === 'already-exists';
}

async function restoreTray(tx: WriteTransaction, entries: readonly TrayEntry[], count: Count): Promise<void> {
  for (const entry of entries) {
    if (!holdsOp(entry) || entry.opId !== entry.op.opId) count.damaged += 1;
    else if (await isHere(tx, entry.op)) count.known += 1;
    else {
      await tx.put('tray', [entry]);
      count.trayed += 1;
    }
  }
}

async function restoreDraft(
  tx: WriteTransaction,
  draft: Draft,
  at: {
    readonly groups: KnownGroups;
    readonly random: Random;
    readonly now: number;
    readonly count: Count;
  },
): Promise<void> {
  const { groups, random, now, count } = at;
  if (typeof draft.groupId !== 'string' || typeof draft.text !== 'string') {
    count.damaged += 1;
    return;
  }
  const { groupId } = draft;
  const group = groups.get(groupId);
  const present = await tx.get('drafts', groupId);
  const isFree = present === undefined || (isEmpty(present) && !isEmpty(draft));
  if (isFree && group?.isIn) {
    const forms = { ...draft.forms, ...present?.forms };
    await tx.put('drafts', [{ ...draft, ...(Object.keys(forms).length > 0 && { forms }) }]);
    count.drafts += 1;
  } else if (present?.text === draft.text || isEmpty(draft)) count.known += 1;
  else {
    const was = group?.membership ?? { groupId, memberId: makeId(random) };
    const typed = listTyped(random, was, draft, { groupName: group?.name ?? '', now, kind: 'from-copy' });
    await tx.put('tray', typed);
    count.trayed += typed.length;
  }
}

const isEmpty = ({ text, setAside = '', photos = [] }: Draft): boolean =>
  text.trim() === '' && setAside.trim() === '' && photos.length === 0;
