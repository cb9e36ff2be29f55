/**
 * Which compacted texts of a plan stay: of each moment that somebody can return to, the last one up to there.
 *
 *   the end of each day that has a point (`past-policy.ts`; later on only of each month), for as long as the point is kept
 *   each version that a member gave a name, for ever
 *   where the log has lost its words up to: the edits after it stand on that one
 *   the last one
 *
 * The others can be made again from the log, or nobody is promised them.
 */
import { dayOf } from './past-policy.ts';
import type { PastPoint } from './past-store.ts';
import type { NamedText, StoredText } from './plan-text-store.ts';

export interface KeptMoments {
  readonly points: readonly PastPoint[];
  readonly named: readonly NamedText[];
}

/** Versions of `texts` (ascending, of one plan) that nothing needs. `also`: moments besides. */
export function listNeedless(
  planId: string,
  texts: readonly StoredText[],
  { points, named }: KeptMoments,
  also: readonly number[],
): number[] {
  const ends = points.filter(({ at }, i) => {
    const next = points[i + 1];
    return !next || dayOf(next.at) !== dayOf(at);
  });
  const names = named.filter((one) => one.planId === planId);
  const moments = [...[...ends, ...names].map(({ version }) => version), ...also];
  const needed = new Set(
    moments.map((moment) => texts.findLast(({ version }) => version <= moment)?.version),
  );
  needed.add(texts.at(-1)?.version);
  return texts.flatMap(({ version }) => (needed.has(version) ? [] : [version]));
}
