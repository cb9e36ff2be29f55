/**
 * What is typed into a plan's text, on this disk at once: in a table of its own, which nothing else locks. To become an op it has to be
 * judged, beside all that waits and all that arrives, and on a slow phone the next keystroke is sooner; that is done twice a second at
 * most (typing-saver.ts), and for an app that ended before it came to it, at its next start.
 *
 *   keystroke ─→ typed ─(½ s, or 2)→ outbox, then `typed` is emptied
 *
 * Ended between the two, what was typed becomes an op again: its Yjs update says in the log twice what it says once.
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { TrayEntry } from '#client/store/tables.ts';
import type { TypedEdit } from '#client/store/text-rows.ts';
import { editBody, planEdited } from '#domain/plans/edit-op.ts';
import { type PackedText, unpackText } from '#domain/plans/packed-text.ts';
import type { CommitPorts } from './commit-intents.ts';
import type { CommitError, CommitResult, PlanEditInput } from './engine-types.ts';
import { readHeldText } from './plan-texts.ts';
import { Refused } from './refused.ts';
import { type SavedEdit, savePlanEdit } from './save-plan-edit.ts';
import { stampOp } from './stamp-op.ts';

/** Nothing that is tried again could change these. */
const FINAL: ReadonlySet<CommitError> = new Set(['not-allowed', 'invalid', 'too-large']);

export function noteTyped(store: DeviceStore, rows: readonly TypedEdit[]): Promise<void> {
  return store.write(['typed'], (tx) => tx.put('typed', rows));
}

export function forgetTyped(store: DeviceStore, rows: readonly TypedEdit[]): Promise<void> {
  return store.write(['typed'], (tx) =>
    tx.remove(
      'typed',
      rows.map(({ id }) => id),
    ),
  );
}

/** What is loaded with Yjs. */
export interface TypedTools {
  readonly merge: PlanEditInput['merge'];
  readonly isTorn: (text: PackedText | undefined, edits: readonly { readonly data: Uint8Array }[]) => boolean;
}

/**
 * What an app that ended left behind becomes ops. What may not be written any more goes to the tray, whole; so does what was typed on
 * top of words that this disk lost, which would wait in everybody's text, unseen. A text that cannot be saved now holds up none of the
 * others; throws then, and is to be asked for again.
 */
export async function takeTyped(
  ports: CommitPorts,
  { merge, isTorn }: TypedTools,
  onSaved: (groupId: string, saved: SavedEdit) => void,
): Promise<void> {
  const { store } = ports;
  const left = await store.read(['typed'], (tx) => tx.list('typed'));
  const failures: unknown[] = [];
  for (const { groupId, planId, rows } of byText(left)) {
    const updates = rows.map(({ data }) => data).filter((data) => editBody(planId, data, 0) !== undefined);
    const merged = updates.length > 1 ? merge(updates) : undefined;
    const seen = Math.min(...rows.map((row) => row.seen));
    const input = { groupId, planId, updates: merged ? [merged] : updates, seen, merge, typed: rows };
    try {
      if (updates.length > 0) {
        const isLost = await isAfloat(store, input, isTorn);
        const saved = await (isLost ? putAside(ports, input, 'damaged') : saveOrPutAside(ports, input));
        if (!saved.ok) throw new Refused(saved);
        onSaved(groupId, saved);
      }
      await forgetTyped(store, rows);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** It builds on words that are neither in the log nor in the outbox. */
async function isAfloat(
  store: DeviceStore,
  { groupId, planId, updates }: PlanEditInput,
  isTorn: TypedTools['isTorn'],
): Promise<boolean> {
  const held = await readHeldText(store, { groupId, planId, after: 0 });
  if (!held?.isHere) return false;
  const text = held.state && unpackText(held.state);
  const known = [...held.edits, ...held.pending];
  const typed = updates.map((data) => ({ data }));
  return isTorn(text, [...known, ...typed]) && !isTorn(text, known);
}

/** What may not be written any more goes to the tray, and is nobody's failure. */
export async function saveOrPutAside(
  ports: CommitPorts,
  input: PlanEditInput,
): Promise<CommitResult & SavedEdit> {
  try {
    return await savePlanEdit(ports, input);
  } catch (error) {
    if (!(error instanceof Refused) || !FINAL.has(error.result.error)) throw error;
    const result = await putAside(ports, input, 'gone');
    if (!result.ok) throw error;
    return result;
  }
}

/** Into the tray, once, whichever tab does it. Not ok: nothing here says whose words they were. */
async function putAside(
  { store, random, at }: CommitPorts,
  { groupId, planId, updates, seen, typed = [] }: PlanEditInput,
  kind: 'gone' | 'damaged',
): Promise<CommitResult & SavedEdit> {
  return store.write(['tray', 'groups', 'memberships', 'typed'], async (tx) => {
    const membership = await tx.get('memberships', groupId);
    if (!membership) return { ok: false, error: 'storage-lost', added: 0 };
    const ids = typed.map(({ id }) => id);
    const isPutAside = typed.length > 0 && (await tx.getMany('typed', ids)).every((row) => row === undefined);
    if (isPutAside) return { ok: true, opIds: [], added: 0, putAside: 0 };
    const groupName = (await tx.get('groups', [groupId, groupId]))?.name ?? membership.invitedName ?? '';
    const entries = updates.map((update): TrayEntry => {
      const body = editBody(planId, update, seen) ?? {};
      const { type } = planEdited;
      const op = stampOp(random, at, { groupId, actorId: membership.memberId, type, body });
      return { opId: op.opId, groupId, groupName, op, kind, since: at };
    });
    await tx.put('tray', entries);
    await tx.remove('typed', ids);
    return { ok: true, opIds: [], added: 0, putAside: entries.length };
  });
}

function byText(left: readonly TypedEdit[]) {
  const texts = new Map<string, { groupId: string; planId: string; rows: TypedEdit[] }>();
  for (const row of left) {
    const { groupId, planId } = row;
    const text = texts.get(`${groupId} ${planId}`) ?? { groupId, planId, rows: [] };
    text.rows.push(row);
    texts.set(`${groupId} ${planId}`, text);
  }
  return texts.values();
}
