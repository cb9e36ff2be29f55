/**
 * What was typed into a plan's text, into the outbox. As long as the last edit of that plan that waits has no number, the new one
 * is merged into it: an hour without a network is a few ops, not thousands.
 *
 *   … edit of P (seq 7) · message · edit of P (no seq)   + typed   →   … · message · one edit of P, a new op in the old one's place
 *   … edit of P (seq 7)                                  + typed   →   … edit of P (seq 7) · edit of P
 *
 * The merged one is a new op, with an id of its own: a copy or a file may hold the one before, and an op is never another one under
 * its id. Should both reach the log, they say the same twice, which is nothing to Yjs. What has a number is never touched: it may be
 * in the server's log already.
 */
import type { DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import type { OutboxEntry } from '#client/store/tables.ts';
import { fromBase64url } from '#domain/ids.ts';
import type { Op } from '#domain/op.ts';
import { editBody, type PlanEdited, textEditOf } from '#domain/plans/edit-op.ts';
import { planVersionNamed } from '#domain/plans/version-op.ts';
import { appendOnce } from './append-once.ts';
import { actorOf, type CommitPorts, whyNotIn } from './commit-intents.ts';
import { appendOps, COMMIT_TABLES, replaceEntry } from './commit-ops.ts';
import type { CommitResult, PlanEditInput } from './engine-types.ts';
import { Refused } from './refused.ts';
import { stampOp } from './stamp-op.ts';

const TABLES = [...COMMIT_TABLES, 'memberships', 'cursors', 'tray'] as const satisfies readonly DeviceTable[];
/** How far back one looks for the edit before: what was done between is rarely more than a few messages. */
const LOOK_BACK = 32;

export interface SavedEdit {
  /** Ops that wait now and did not before. */
  readonly added: number;
  /** How many lie in the tray: it may not be written any more. */
  readonly putAside?: number;
}

/** All of `input.updates` in one transaction, or throws `Refused` and keeps nothing. */
export async function savePlanEdit(
  ports: CommitPorts,
  { groupId, planId, updates, seen, merge, standsOn = [] }: PlanEditInput,
): Promise<CommitResult & SavedEdit> {
  return appendOnce(ports, TABLES, async (tx) => {
    const membership = await tx.get('memberships', groupId);
    const actorId = actorOf(membership)[0]?.[1];
    if (actorId === undefined) throw new Refused({ ok: false, error: await whyNotIn(tx, groupId) });
    if ((await tx.getMany('tray', standsOn)).some((entry) => entry !== undefined)) {
      throw new Refused({ ok: false, error: 'not-allowed' });
    }
    const make = (body: PlanEdited): Op =>
      stampOp(ports.random, ports.at, { groupId, actorId, type: 'plan.edited', body });
    const waiting = await findWaiting(tx, groupId, planId);
    const [first, ...rest] = updates;
    if (!first) return { ok: true, opIds: [], added: 0 };
    const merged = waiting && mergeInto(waiting.edit, { update: first, seen }, merge);
    const opIds: string[] = [];
    if (merged) {
      const op = make(merged);
      const replaced = await replaceEntry(tx, waiting.entry, op);
      if (!replaced.ok) throw new Refused(replaced);
      opIds.push(op.opId);
    }
    const bodies = (merged ? rest : updates).map((update) => editBody(planId, update, seen));
    if (!bodies.every((body) => body !== undefined)) throw new Refused({ ok: false, error: 'invalid' });
    const ops = bodies.map(make);
    if (ops.length > 0) {
      const appended = await appendOps(
        tx,
        ops.map((op) => ({ op, proof: null })),
      );
      if (!appended.ok) throw new Refused(appended);
    }
    return { ok: true, opIds: [...opIds, ...ops.map(({ opId }) => opId)], added: ops.length };
  });
}

/** Both as one; undefined: too large for an op, or more photos than one may name. */
function mergeInto(
  before: PlanEdited,
  { update, seen }: { readonly update: Uint8Array; readonly seen: number },
  merge: PlanEditInput['merge'],
): PlanEdited | undefined {
  const merged = merge([fromBase64url(before.update), update]);
  // What was typed before its author knew of others' edits was typed apart from them.
  return merged && editBody(before.planId, merged, Math.min(before.seen, seen));
}

/** The last edit of that plan in the group's lane, if it may still be another one. */
async function findWaiting(tx: WriteTransaction, groupId: string, planId: string) {
  const latest = await tx.list('outbox', {
    index: '[groupId+order]',
    from: [groupId, Number.MIN_SAFE_INTEGER],
    to: [groupId, Number.MAX_SAFE_INTEGER],
    reverse: true,
    limit: LOOK_BACK,
  });
  for (const entry of latest.filter(holdsOp)) {
    const edit = textEditOf(entry.op);
    if (edit?.planId === planId) return isFree(entry) ? { entry, edit } : undefined;
    // A version is the text as of its name's place: what is typed after that is no part of it.
    if (entry.op.type === planVersionNamed.type && entry.op.body.planId === planId) return undefined;
  }
  return undefined;
}

const isFree = ({ seq, version }: OutboxEntry): boolean => seq === null && version === null;
