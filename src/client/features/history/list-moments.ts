/** The days of a group and what happened to it on them: the moments one can return to. */
import type { Timeline } from '#client/store/past-types.ts';
import { isOfLedger } from '#domain/expenses/ledger-notice.ts';
import type { Notice } from '#domain/rows.ts';

export interface Moment {
  /** The group right after this line of its log. */
  readonly version: number;
  /** Epoch ms. */
  readonly at: number;
}

export type MarkedEvent = Moment & { readonly id: string } & (
    | { readonly what: 'notice'; readonly authorId: string; readonly notice: Notice }
    /** Right before these many messages were deleted. */
    | { readonly what: 'deletions'; readonly count: number }
  );

export interface MomentDay extends Moment {
  /** Of this device's calendar. */
  readonly day: string;
  readonly events: readonly MarkedEvent[];
}

/**
 * Newest first. `dayOf`: epoch ms → `YYYY-MM-DD`. A day is as it was at its end. When something was deleted nobody has written
 * down; it stands behind the last line that was there by then, and what was deleted before the next line is one moment.
 */
export function listMoments(lines: Timeline['lines'], dayOf: (at: number) => string): MomentDay[] {
  const deletions = groupDeletions(lines);
  const days = new Map<string, { version: number; at: number; events: MarkedEvent[] }>();
  for (const { id, version, at, authorId, notice } of lines) {
    const day = dayOf(at);
    const known = days.get(day) ?? { version, at, events: [] };
    days.set(day, known);
    const deleted = deletions.get(id);
    if (deleted) known.events.push({ what: 'deletions', id: `${id} deleted`, at, ...deleted });
    // What is done to the accounts is seen in them.
    if (notice && !isOfLedger(notice))
      known.events.push({ what: 'notice', id, version, at, authorId, notice });
  }
  return [...days].map(([day, found]) => ({ day, ...found }));
}

/** By the line behind which they stand. */
function groupDeletions(lines: Timeline['lines']): Map<string, { version: number; count: number }> {
  const groups = new Map<string, { version: number; count: number }>();
  for (const { deletedIn } of lines) {
    const before = deletedIn !== null && lines.find(({ version }) => version < deletedIn);
    if (!before) continue;
    const known = groups.get(before.id) ?? { version: Number.MAX_SAFE_INTEGER, count: 0 };
    groups.set(before.id, { version: Math.min(known.version, deletedIn - 1), count: known.count + 1 });
  }
  return groups;
}
