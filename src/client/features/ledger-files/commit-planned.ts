/**
 * Saves what an import planned, a batch at a time: each batch is on disk as a whole or not at all, the screen stays alive between
 * them, and it can be stopped after any. An op that is refused alone does not take its batch with it.
 */
import type { CommitError, CommitResult, Intent } from '#client/sync/engine-types.ts';
import type { PlannedOp } from '#domain/expenses/exchange/plan-import.ts';

/** Below a hundred a commit stays within a frame or two on a slow phone; above, stopping would feel late. */
export const BATCH_OPS = 50;

export interface CommitPlanned {
  readonly groupId: string;
  readonly ops: readonly PlannedOp[];
  /** Entered by name before anything that names them. */
  readonly newPeople: readonly { readonly memberId: string; readonly name: string }[];
  readonly commit: (intents: readonly Intent[]) => Promise<CommitResult>;
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

export interface Committed {
  /** Saved. */
  readonly done: number;
  /** Refused one by one: what the plan did not foresee. */
  readonly refused: number;
  /** `stopped`: by the person. An error: the rest was not tried. */
  readonly end: 'all' | 'stopped' | CommitError;
}

export async function commitPlanned(work: CommitPlanned): Promise<Committed> {
  const { groupId, ops, newPeople, onProgress, signal } = work;
  const people = newPeople.map((body): Intent => ({ type: 'member.added', groupId, body }));
  if (people.length > 0) {
    const named = await work.commit(people);
    if (!named.ok) return { done: 0, refused: 0, end: named.error };
  }
  let done = 0;
  let refused = 0;
  for (let at = 0; at < ops.length; at += BATCH_OPS) {
    if (signal.aborted) return { done, refused, end: 'stopped' };
    const result = await commitBatch(ops.slice(at, at + BATCH_OPS), work);
    done += result.done;
    refused += result.refused;
    if (result.error) return { done, refused, end: result.error };
    onProgress(done + refused);
  }
  return { done, refused, end: 'all' };
}

interface BatchEnd {
  readonly done: number;
  readonly refused: number;
  readonly error?: CommitError;
}

/** Refused as a whole it is halved until the culprit stands alone. */
async function commitBatch(ops: readonly PlannedOp[], work: CommitPlanned): Promise<BatchEnd> {
  const result = await work.commit(ops.map((op): Intent => ({ ...op, groupId: work.groupId })));
  if (result.ok) return { done: ops.length, refused: 0 };
  const isOfOne = result.error === 'invalid' || result.error === 'too-large';
  if (!isOfOne) return { done: 0, refused: 0, error: result.error };
  if (ops.length === 1) return { done: 0, refused: 1 };
  const half = Math.ceil(ops.length / 2);
  const first = await commitBatch(ops.slice(0, half), work);
  if (first.error) return first;
  const second = await commitBatch(ops.slice(half), work);
  return { ...second, done: first.done + second.done, refused: first.refused + second.refused };
}
