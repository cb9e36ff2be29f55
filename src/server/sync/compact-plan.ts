/**
 * Compacts the text of one plan: what was compacted before and the edits since become one text, up to a version of the log.
 *
 *   read, outside of any lock ─→ merge (`texts/merge-pool.ts`) ─→ one short commit: is the last text still the same? ─→ put
 *
 * The log is not touched, so a kill in between costs nothing, and two nodes that do the same write the same. Texts that nothing needs
 * any more go in the same commit (`kept-texts.ts`).
 */

import { textEditOf } from '#domain/plans/edit-op.ts';
import { readUpdate } from '#domain/plans/plan-text.ts';
import type { MergedEdit } from '#domain/plans/text/merge-text.ts';
import { type KeptMoments, listNeedless } from './kept-texts.ts';
import type { LogEntry, LogStore, LogView } from './log-store.ts';
import type { PlanKey } from './plan-text-store.ts';

/** Edits merged in one go, some 100 ms of a processor; reading them is some 10 of this thread's. */
const EDITS_AT_ONCE = 2_000;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

export type Merge = (
  base: Uint8Array | undefined,
  edits: readonly MergedEdit[],
) => Promise<Uint8Array> | Uint8Array;

export interface CompactOptions {
  readonly store: LogStore;
  readonly merge: Merge;
  /** Lets others run between two commits. */
  readonly pause?: () => Promise<void>;
  /** The rest is for another time. */
  readonly isStopped?: () => boolean;
}

/**
 * Up to the last edit at or before `upTo`, but for the last `kept` of the whole text, which stay edits. Resolves with how many texts
 * were written.
 */
export async function compactPlan(
  { store, merge, pause = async () => {}, isStopped = () => false }: CompactOptions,
  key: PlanKey,
  { upTo, kept }: { readonly upTo: number; readonly kept: number },
): Promise<number> {
  let made = 0;
  while (!isStopped()) {
    const found = await store.read((view) => readNext(view, key, upTo, kept));
    const last = found?.edits.at(-1);
    if (!found || !last) return made;
    const { base, data, edits, moments } = found;
    const text = await merge(data, edits.flatMap(toMerged));
    const isDone = await store.transact(async (tx) => {
      const heads = await tx.lockHeads([key.groupId], new Set());
      if (heads.length === 0) return false;
      const texts = await tx.plans.listTexts(key);
      if (texts.findLast(({ version }) => version <= last.version)?.version !== base?.version) return false;
      const { cleared } = await tx.past.getReach(key.groupId);
      await tx.plans.putText({ ...key, version: last.version }, { at: last.op.at, data: text });
      const present = await tx.plans.listTexts(key);
      await tx.plans.dropTexts(key, listNeedless(key.planId, present, moments, [cleared, upTo]));
      return true;
    });
    if (!isDone) return made;
    made++;
    await pause();
  }
  return made;
}

export async function readMoments(view: LogView, groupId: string): Promise<KeptMoments> {
  const points = await view.past.listPoints(groupId);
  return { points, named: await view.plans.listNamed(groupId) };
}

async function readNext(view: LogView, key: PlanKey, upTo: number, kept: number) {
  const base = (await view.plans.listTexts(key)).findLast(({ version }) => version <= upTo);
  const limits = { maxEdits: EDITS_AT_ONCE + kept, maxBytes: BYTES_AT_ONCE };
  const found = await view.plans.listEdits(key, { after: base?.version ?? 0, upTo, ...limits });
  const more = found.length > 0 && (await hasMore(view, key, found, upTo));
  const edits = more ? found.slice(0, EDITS_AT_ONCE) : found.slice(0, Math.max(0, found.length - kept));
  if (edits.length === 0) return undefined;
  const data = base && (await view.plans.readText({ ...key, version: base.version }, WHOLE));
  return { base, data, edits, moments: await readMoments(view, key.groupId) };
}

const WHOLE = { offset: 0, maxBytes: 2 ** 30 };

async function hasMore(view: LogView, key: PlanKey, found: readonly LogEntry[], upTo: number) {
  const after = found.at(-1)?.version ?? 0;
  return (await view.plans.listEdits(key, { after, upTo, maxEdits: 1, maxBytes: 1 })).length > 0;
}

function toMerged({ op }: LogEntry): MergedEdit[] {
  const edit = textEditOf(op);
  const data = edit && readUpdate(edit.update);
  return data ? [{ by: op.actorId, at: op.at, data }] : [];
}
