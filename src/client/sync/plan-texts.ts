/**
 * The texts of plans on this device, and how far they reach.
 *
 *   planTexts   what was compacted, and the version it reaches      one row a plan, or none
 *   planEdits   edits of the log, each as it came                   those after it
 *   outbox      edits of this device that the log has not yet       laid over both when a text is read
 *
 * A text is here when its plan came into being by the log (`Cursor.textsSince`), or when what was fetched of it goes as far as the
 * group did then. What is fetched and what comes by the log may overlap and may come in any order: Yjs merges.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import type { DeviceStore, DeviceTable, ReadTransaction } from '#client/platform/device-store.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import type { LostText, PlanEdit, PlanTextRow } from '#client/store/text-rows.ts';
import { base64url, fromBase64url } from '#domain/ids.ts';
import { textEditOf } from '#domain/plans/edit-op.ts';
import { packText } from '#domain/plans/packed-text.ts';
import { RECENT_EDITS } from '#domain/plans/plan-text.ts';
import type { MergedEdit } from '#domain/plans/text/merge-text.ts';
import { listOutbox } from './commit-ops.ts';
import { getMeta } from './device-meta.ts';
import type { HeldText, UnkeptText } from './engine-types.ts';

const READ_TABLES = [
  'planTexts',
  'planEdits',
  'outbox',
  'tray',
  'cursors',
  'plans',
  'memberships',
] as const satisfies readonly DeviceTable[];

/** More edits than this beside the compacted text, and they are compacted too. */
const COMPACT_ABOVE = 2 * RECENT_EDITS;
/** Some 25 ms of a laptop's processor, four times that of a phone's. */
const COMPACT_AT_ONCE = 500;
const ALL = Number.MAX_SAFE_INTEGER;

export interface TextKey {
  readonly groupId: string;
  readonly planId: string;
}

/** `after`: edits of the log up to there, and what was compacted, are known. undefined: the group is not here. */
export function readHeldText(
  store: DeviceStore,
  { after, ...key }: TextKey & { readonly after: number },
): Promise<HeldText | undefined> {
  const { groupId, planId } = key;
  return store.read(READ_TABLES, async (tx) => {
    const membership = await tx.get('memberships', groupId);
    if (!membership || membership.state === 'gone' || membership.state === 'refused') return undefined;
    const cursor = await tx.get('cursors', groupId);
    const row = after === 0 ? await getSoundText(tx, key) : undefined;
    const entries = await listOutbox(tx, groupId);
    const pending = entries.flatMap(({ op }) => {
      const edit = textEditOf(op);
      if (edit?.planId !== planId) return [];
      const { opId, actorId: by, at } = op;
      return [{ opId, by, at, seen: edit.seen, data: fromBase64url(edit.update) }];
    });
    const isMadeHere = entries.some(({ op }) => op.type === 'plan.created' && op.body.planId === planId);
    return {
      state: row?.data,
      reaches: row?.reaches ?? 0,
      edits: await listEdits(tx, key, Math.max(after, row?.reaches ?? 0)),
      pending,
      refused: (await tx.list('tray'))
        .filter(holdsOp)
        .flatMap(({ opId, op }) => (textEditOf(op)?.planId === planId ? [opId] : [])),
      version: cursor?.version ?? 0,
      memberId: membership.memberId,
      isHere: isMadeHere || after > 0 || (await isTextHere(tx, key, cursor?.textsSince ?? 0)),
      // Of a plan that is gone nothing could be written.
      ...(row?.lost && (await tx.get('plans', [groupId, planId])) && { lost: toBytes(row.lost) }),
    };
  });
}

/**
 * Edits older than the last `RECENT_EDITS` become part of the compacted text, the oldest few hundred at a time, so that whoever calls
 * again until there are too few (false) holds up nothing for long.
 */
export async function compactHeldText(
  store: DeviceStore,
  key: TextKey,
  merge: (base: Uint8Array | undefined, edits: readonly MergedEdit[]) => Uint8Array<ArrayBuffer>,
  keep = RECENT_EDITS,
): Promise<boolean> {
  const held = await store.read(READ_TABLES, async (tx) => {
    const since = (await tx.get('cursors', key.groupId))?.textsSince ?? 0;
    if (!(await isTextHere(tx, key, since))) return undefined;
    const row = await getSoundText(tx, key);
    const range = rangeAfter(key, row?.reaches ?? 0);
    const count = await tx.count('planEdits', range);
    if (count <= 2 * keep) return undefined;
    return {
      row,
      cut: await tx.list('planEdits', { ...range, limit: Math.min(count - keep, COMPACT_AT_ONCE) }),
    };
  });
  if (!held) return false;
  const { row, cut } = held;
  const last = cut.at(-1);
  if (!last) return false;
  // Outside of the transaction, which an await of anything else would end; what changed meanwhile is looked at in the next one.
  const data = merge(row?.data, cut.filter(isSound));
  return store.write(['planTexts', 'planEdits'], async (tx) => {
    const present = await tx.get('planTexts', [key.groupId, key.planId]);
    const isSame = present?.digest === row?.digest && (await tx.get('planEdits', keyOf(last))) !== undefined;
    if (!isSame) return false;
    const { heldTo = 0, lost } = present ?? {};
    await tx.put('planTexts', [
      { ...key, reaches: last.version, heldTo, digest: digestOf(data), data, ...(lost && { lost }) },
    ]);
    await tx.remove('planEdits', cut.map(keyOf));
    return true;
  });
}

export interface FetchedText {
  /** The epoch it was asked in. */
  readonly epoch: string;
  /** What was compacted; undefined: nothing was. */
  readonly state: { readonly version: number; readonly data: Uint8Array<ArrayBuffer> } | undefined;
  readonly edits: readonly PlanEdit[];
  /** The head when its last page was read. */
  readonly asOf: number;
}

/** False: another history began meanwhile, or the group went. */
export function putFetchedText(
  store: DeviceStore,
  key: TextKey,
  { epoch, state, edits, asOf }: FetchedText,
): Promise<boolean> {
  return store.write(['planTexts', 'planEdits', 'cursors', 'meta'], async (tx) => {
    const isPresent = (await getMeta(tx, 'epoch')) === epoch && (await tx.get('cursors', key.groupId));
    if (!isPresent) return false;
    const reaches = state?.version ?? 0;
    const data = state?.data ?? packText({ authors: new Map(), update: EMPTY_UPDATE });
    const present = await getSoundText(tx, key);
    const lost = (await tx.get('planTexts', [key.groupId, key.planId]))?.lost;
    // Compacted here while it was on its way.
    if (!present || present.reaches <= reaches) {
      const digest = digestOf(data);
      await tx.put('planTexts', [{ ...key, reaches, heldTo: asOf, digest, data, ...(lost && { lost }) }]);
      const merged = await listEdits(tx, key, 0);
      await tx.remove('planEdits', merged.filter(({ version }) => version <= reaches).map(keyOf));
    } else if (present.heldTo < asOf) await tx.put('planTexts', [{ ...present, heldTo: asOf }]);
    await tx.put(
      'planEdits',
      edits.filter(({ version }) => version > Math.max(reaches, present?.reaches ?? 0)),
    );
    return true;
  });
}

/** Of these groups, or of all. */
export function listUnkeptTexts(
  store: DeviceStore,
  groupIds?: readonly string[],
): Promise<readonly UnkeptText[]> {
  return store.read(READ_TABLES, async (tx) => {
    const unkept: UnkeptText[] = [];
    for (const groupId of groupIds ?? (await tx.list('cursors')).map((cursor) => cursor.groupId)) {
      const since = (await tx.get('cursors', groupId))?.textsSince ?? 0;
      const plans = await tx.list('plans', { from: [groupId, ''], to: [groupId, '\uffff'] });
      for (const { id: planId, textVersion } of plans) {
        const edits = await tx.count('planEdits', rangeAfter({ groupId, planId }, 0));
        const key = { groupId, planId, edits };
        if ((await tx.get('planTexts', [groupId, planId]))?.lost) unkept.push({ ...key, lacks: 'words' });
        if (!textVersion) continue;
        if (!(await isTextHere(tx, key, since))) unkept.push({ ...key, lacks: 'text' });
        else if (edits > COMPACT_ABOVE) unkept.push({ ...key, lacks: 'room' });
      }
    }
    return unkept;
  });
}

/** No update at all, as Yjs writes it. */
const EMPTY_UPDATE = new Uint8Array([0, 0]);

/** Every edit of it that the group's log has, as far as the cursor goes. */
export async function isTextHere(tx: ReadTransaction, key: TextKey, since: number): Promise<boolean> {
  const heldTo = (await getSoundText(tx, key))?.heldTo;
  if (since === 0) return heldTo === undefined || heldTo >= 0;
  const plan = await tx.get('plans', [key.groupId, key.planId]);
  if (plan && plan.version > since) return true;
  return (heldTo ?? -1) >= since;
}

/** undefined: none, or one that went bad on the disk. */
export async function getSoundText(
  tx: ReadTransaction,
  { groupId, planId }: TextKey,
): Promise<PlanTextRow | undefined> {
  const row = await tx.get('planTexts', [groupId, planId]);
  return row && row.data instanceof Uint8Array && digestOf(row.data) === row.digest ? row : undefined;
}

/** Those of the log above `after`, as they came. */
export async function listEdits(tx: ReadTransaction, key: TextKey, after: number): Promise<PlanEdit[]> {
  const edits = await tx.list('planEdits', rangeAfter(key, after));
  return edits.filter(isSound);
}

function rangeAfter({ groupId, planId }: TextKey, after: number) {
  return { from: [groupId, planId, after + 1], to: [groupId, planId, ALL] };
}

function toBytes({ states, edits }: LostText) {
  return { states: states.map(fromBase64url), edits: edits.map(fromBase64url) };
}

/** One that went bad on the disk says nothing. */
const isSound = ({ data }: PlanEdit): boolean => data instanceof Uint8Array;
export const keyOf = ({ groupId, planId, version }: PlanEdit) => [groupId, planId, version];
export const digestOf = (data: Uint8Array): string => base64url(sha256(data));
