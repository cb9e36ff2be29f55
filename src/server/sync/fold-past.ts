/**
 * Folds one group: points at the ends of its days, and more of them in long ones. What is too old goes in `clear-past.ts`.
 *
 *   read, outside of any lock: fold the next segment ─→ one commit: is it still the next? ─→ point, images, `folded`
 *
 * Each commit leaves the group whole, so a kill between two of them costs nothing: the next round goes on where it stands.
 * Two nodes may do the same group at once: the second finds that it is done.
 */
import { isErasure } from '#domain/erasure-ops.ts';
import { withoutKeys } from './keep-past.ts';
import type { LogEntry, LogStore, LogTransaction, LogView } from './log-store.ts';
import { findCut, SEGMENT_MAX_OPS } from './past-policy.ts';
import { PastState } from './past-state.ts';
import type { PastPoint } from './past-store.ts';

/** Bytes of a segment that is read at once; a longer one has its point earlier. */
const SEGMENT_MAX_BYTES = 4 * 1024 * 1024;

export interface FoldOptions {
  readonly store: LogStore;
  /** Epoch ms. */
  readonly now: number;
}

/** Resolves with how many points were made. */
export async function foldPast(options: FoldOptions, groupId: string): Promise<number> {
  let made = 0;
  while (await foldNext(options, groupId)) made += 1;
  return made;
}

interface Segment {
  readonly base: number;
  /** The head when it was read. */
  readonly head: number;
  readonly point: PastPoint;
  readonly state: PastState;
}

async function foldNext({ store, now }: FoldOptions, groupId: string): Promise<boolean> {
  const images = await store.read(async (view) => {
    const segment = await readSegment(view, groupId, now);
    return segment && { ...segment, rows: segment.state.changed().map(withoutKeys) };
  });
  if (!images) return false;
  const { base, head, point, rows } = images;
  return store.transact(async (tx) => {
    const [present] = await tx.lockHeads([groupId], new Set());
    if (!present || (present.folded ?? 0) !== base) return false;
    // Words that went meanwhile must not come back with what was read before.
    if (await wasErased(tx, groupId, head, present.head)) return false;
    await tx.past.addPoint(groupId, point, rows);
    return true;
  });
}

async function readSegment(view: LogView, groupId: string, now: number): Promise<Segment | undefined> {
  const [head] = await view.getHeads([groupId]);
  const { folded: base } = await view.past.getReach(groupId);
  if (!head || head.head <= base) return undefined;
  const limits = { maxOps: SEGMENT_MAX_OPS, maxBytes: SEGMENT_MAX_BYTES };
  const entries = await view.listLog(groupId, base, limits);
  const before = (await view.past.listPoints(groupId)).at(-1);
  const cut = findCut(entries, before?.at ?? 0, now) ?? cutShort(entries, head.head, now);
  if (!cut) return undefined;
  const state = new PastState(view, groupId, before);
  await state.foldTo(cut.version);
  return { base, head: head.head, point: { ...cut, parked: state.waiting }, state };
}

/** Few and heavy ops fill what is read before its day is over. */
function cutShort(entries: readonly LogEntry[], head: number, now: number) {
  const last = entries.at(-1);
  if (!last || last.version === head || entries.length === SEGMENT_MAX_OPS) return undefined;
  return { version: last.version, at: Math.min(last.op.at, now) };
}

async function wasErased(tx: LogTransaction, groupId: string, from: number, to: number): Promise<boolean> {
  if (to === from) return false;
  const places = Array.from({ length: to - from }, (_, i) => ({ groupId, version: from + 1 + i }));
  return (await tx.loadEntries(places)).some(({ op }) => isErasure(op));
}
