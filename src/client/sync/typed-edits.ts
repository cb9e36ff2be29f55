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
import type { CommitPorts } from './commit-intents.ts';
import type { CommitError, PlanEditInput } from './engine-types.ts';
import { Refused } from './refused.ts';
import { savePlanEdit } from './save-plan-edit.ts';
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

/** What an app that ended left behind becomes ops. What may not be written any more goes to the tray, whole. */
export async function takeTyped(
  ports: CommitPorts,
  merge: PlanEditInput['merge'],
): Promise<readonly { readonly groupId: string; readonly added: number }[]> {
  const { store } = ports;
  const left = await store.read(['typed'], (tx) => tx.list('typed'));
  const taken = [];
  for (const { groupId, planId, rows } of byText(left)) {
    const updates = rows.map(({ data }) => data).filter((data) => editBody(planId, data, 0) !== undefined);
    const merged = updates.length > 1 ? merge(updates) : undefined;
    const input = {
      groupId,
      planId,
      updates: merged ? [merged] : updates,
      seen: Math.min(...rows.map(({ seen }) => seen)),
      merge,
    };
    try {
      const { added } = await savePlanEdit(ports, input);
      taken.push({ groupId, added });
    } catch (error) {
      if (!(error instanceof Refused) || !FINAL.has(error.result.error)) throw error;
      await putInTray(ports, input);
    }
    await forgetTyped(store, rows);
  }
  return taken;
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

async function putInTray(
  { store, random, at }: CommitPorts,
  { groupId, planId, updates, seen }: PlanEditInput,
): Promise<void> {
  await store.write(['tray', 'groups', 'memberships'], async (tx) => {
    const membership = await tx.get('memberships', groupId);
    if (!membership) return;
    const groupName = (await tx.get('groups', [groupId, groupId]))?.name ?? membership.invitedName ?? '';
    const entries = updates.map((update): TrayEntry => {
      const body = editBody(planId, update, seen) ?? {};
      const { type } = planEdited;
      const op = stampOp(random, at, { groupId, actorId: membership.memberId, type, body });
      return { opId: op.opId, groupId, groupName, op, kind: 'gone', since: at };
    });
    await tx.put('tray', entries);
  });
}
