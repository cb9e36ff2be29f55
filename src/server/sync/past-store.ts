/**
 * What the log store keeps so that a group can be looked at as it was, beside the log and the present rows.
 *
 *   points   (groupId, version) → at             the versions to which the log is folded: one a day, and in long days more
 *   images   (groupId, table, id, rowVersion)    rows as they stood at a point and do not stand any more
 *   folded   up to here there are points; a row that is not newer leaves its image before it changes
 *   cleared  up to here the log has lost its words (bodies keep ids, hashes and chain stay): only points can be returned to
 *
 *   0 ───── cleared ───────────────── folded ─────────── head
 *      points            points and log         log only
 *
 * The row at a point is the present one when nothing changed it since, else its last image up to there. So an image exists
 * only for what changed, and a group that only talks costs nothing. Part of `log-store.ts`; one contract suite runs on all.
 */
import type { RowChange, RowKey } from '#domain/rows.ts';
import type { ErasedEntry } from './log-store.ts';

export interface PastPoint {
  readonly version: number;
  /** Epoch ms: when it was the present, by the clocks of who wrote. Ascending with the version. */
  readonly at: number;
  /** What waited there for its message (a healing server), and for which. */
  readonly parked: readonly { readonly version: number; readonly targetId: string }[];
}

export interface PastReach {
  readonly folded: number;
  readonly cleared: number;
}

export interface PastView {
  getReach(groupId: string): Promise<PastReach>;
  /** Ascending. */
  listPoints(groupId: string): Promise<PastPoint[]>;
  /** Rows that were there at `version` and changed since, after `after`, by table and id. */
  listChangedSince(
    groupId: string,
    version: number,
    page: { readonly after: RowKey | null; readonly maxRows: number },
  ): Promise<RowKey[]>;
  /** Those of `keys` that were there at the point `version`, as they were then. At 0: none. */
  listRowsAt(groupId: string, version: number, keys: readonly RowKey[]): Promise<RowChange[]>;
  /** Groups whose log goes beyond their last point, after `after`, by id. */
  listUnfolded(after: string, maxGroups: number): Promise<string[]>;
  /** Groups with a point of before `at` (epoch ms) whose log has its words up to there still. */
  listUncleared(at: number, maxGroups: number): Promise<string[]>;
}

/** The group's head is locked. */
export interface PastTransaction {
  getReach(groupId: string): Promise<PastReach>;
  listImages(groupId: string, keys: readonly RowKey[]): Promise<RowChange[]>;
  /** In the place of those that are there. */
  putImages(images: readonly RowChange[]): Promise<void>;
  /** Of `images` those are kept whose row has changed since. */
  addPoint(groupId: string, point: PastPoint, images: readonly RowChange[]): Promise<void>;
  /** The log has lost its words up to `version`; `entries` are those that had any. What is parked keeps them. */
  clearTo(groupId: string, version: number, entries: readonly ErasedEntry[]): Promise<void>;
  /** Nobody can return to these any more; images that no other point shows go with them. */
  dropPoints(groupId: string, versions: readonly number[]): Promise<void>;
}
