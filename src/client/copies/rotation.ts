/**
 * Which copies go. Pure; what stays of a copy made every few seconds for weeks:
 *
 *   of the last hour   the newest of each ten minutes        7 at most
 *   of the last day    the newest of each hour              25 at most
 *   of the last week   the newest of each day                8 at most
 *   older              none
 *
 * The steps nest (ten minutes in hours, hours in days, by UTC), so that what a later look would keep an earlier one did not
 * throw away. Copies of another canary are counted apart: an emptied database must not push out what was copied of the full
 * one. The newest of all always stays. Of those that a wrong clock dated into the future one stays, until it is past.
 */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const STEPS = [
  { lastMs: HOUR_MS, everyMs: 10 * MINUTE_MS },
  { lastMs: DAY_MS, everyMs: HOUR_MS },
  { lastMs: 7 * DAY_MS, everyMs: DAY_MS },
] as const;

/** 7 + 25 + 8, and one from the future. */
export const COPIES_MAX = 41;

export interface Aged {
  readonly order: number;
  readonly at: number;
  readonly canary: { readonly id: string } | null;
}

/** `copies` in any order; returns those to remove. */
export function listExpired<C extends Aged>(copies: readonly C[], now: number): C[] {
  const newestFirst = [...copies].sort((a, b) => b.order - a.order);
  const taken = new Set<string>();
  return newestFirst.filter((copy, i) => {
    const place = placeOf(copy, now);
    if (place === undefined) return i > 0;
    const isTaken = taken.has(place);
    taken.add(place);
    return isTaken;
  });
}

function placeOf({ at, canary }: Aged, now: number): string | undefined {
  const lineage = canary?.id ?? '';
  if (at > now) return `${lineage} future`;
  for (const { lastMs, everyMs } of STEPS) {
    const begin = Math.floor(at / everyMs) * everyMs;
    // All of one place grow old together: what was left of it is the newest of it, whenever one looked.
    if (now - begin < lastMs + everyMs) return `${lineage} ${everyMs} ${begin}`;
  }
  return undefined;
}

export interface Sized {
  readonly order: number;
  readonly parts: readonly { readonly id: string; readonly bytes: number }[];
}

/** The oldest that have to go for the rest to fit into `budgetBytes`; the newest stays even when it alone does not. */
export function listOverBudget<C extends Sized>(copies: readonly C[], budgetBytes: number): C[] {
  const newestFirst = [...copies].sort((a, b) => b.order - a.order);
  const counted = new Set<string>();
  let bytes = 0;
  let isFull = false;
  return newestFirst.filter(({ parts }, i) => {
    if (isFull) return true;
    for (const { id, bytes: size } of parts) {
      if (!counted.has(id)) bytes += size;
      counted.add(id);
    }
    isFull = i > 0 && bytes > budgetBytes;
    return isFull;
  });
}
