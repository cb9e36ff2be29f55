/**
 * What has to be taken out of one sequence and put into it to have the other: Myers' greedy search (An O(ND) Difference
 * Algorithm, 1986) for the fewest changes, after what both begin and end with. Its cost grows with the square of what differs:
 * past `CHANGES_MAX` changes the rest counts as replaced, which is true as well.
 */
export type Step =
  | { readonly what: 'same'; readonly a: number; readonly b: number }
  | { readonly what: 'removed'; readonly a: number }
  | { readonly what: 'added'; readonly b: number };

/** 1,500 changes remember some 4.5 MB of numbers while they are searched. */
const CHANGES_MAX = 1_500;

/** Elements are the same when their keys are. Removed ones come before those added in their place. */
export function diffSequences(a: readonly string[], b: readonly string[]): readonly Step[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let aEnd = a.length;
  let bEnd = b.length;
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd--;
    bEnd--;
  }
  const steps: Step[] = [];
  for (let i = 0; i < start; i++) steps.push({ what: 'same', a: i, b: i });
  for (const step of sortRuns(search(a.slice(start, aEnd), b.slice(start, bEnd)))) {
    steps.push(shift(step, start));
  }
  for (let i = 0; aEnd + i < a.length; i++) steps.push({ what: 'same', a: aEnd + i, b: bEnd + i });
  return steps;
}

/**
 * `reach[k]` is how far into `a` one comes on the diagonal k = (place in a) − (place in b) with so many changes. One table is
 * kept for each number of changes, and the way back is read from them.
 */
function search(a: readonly string[], b: readonly string[]): readonly Step[] {
  const tables: Int32Array[] = [];
  const most = Math.min(a.length + b.length, CHANGES_MAX);
  for (let changes = 0; changes <= most; changes++) {
    const before = tables.at(-1);
    const reach = new Int32Array(2 * changes + 1);
    tables.push(reach);
    for (let k = -changes; k <= changes; k += 2) {
      let i = before ? nextOf(before, changes, k).i : 0;
      while (i < a.length && i - k < b.length && a[i] === b[i - k]) i++;
      reach[k + changes] = i;
      if (i >= a.length && i - k >= b.length) return readBack(tables, a.length, b.length);
    }
  }
  return [
    ...a.map((_, i): Step => ({ what: 'removed', a: i })),
    ...b.map((_, i): Step => ({ what: 'added', b: i })),
  ];
}

/** The better of the two ways onto diagonal `k` with one change more than `before`. */
function nextOf(
  before: Int32Array,
  changes: number,
  k: number,
): { readonly i: number; readonly isAdded: boolean } {
  const at = (diagonal: number): number => before[diagonal + changes - 1] ?? -1;
  const isAdded = k === -changes || (k !== changes && at(k - 1) < at(k + 1));
  return isAdded ? { i: at(k + 1), isAdded } : { i: at(k - 1) + 1, isAdded };
}

function readBack(tables: readonly Int32Array[], aLength: number, bLength: number): readonly Step[] {
  const steps: Step[] = [];
  let i = aLength;
  let j = bLength;
  for (let changes = tables.length - 1; changes >= 0; changes--) {
    const before = tables[changes - 1];
    const way = before && nextOf(before, changes, i - j);
    const from = way ? way.i : 0;
    while (i > from) steps.push({ what: 'same', a: --i, b: --j });
    if (!way) break;
    steps.push(way.isAdded ? { what: 'added', b: --j } : { what: 'removed', a: --i });
  }
  return steps.reverse();
}

/** Between two that are the same, the order of changes is free. */
function sortRuns(steps: readonly Step[]): readonly Step[] {
  const sorted: Step[] = [];
  let added: Step[] = [];
  for (const step of steps) {
    if (step.what === 'added') added.push(step);
    else {
      if (step.what === 'same') {
        sorted.push(...added);
        added = [];
      }
      sorted.push(step);
    }
  }
  return [...sorted, ...added];
}

function shift(step: Step, by: number): Step {
  switch (step.what) {
    case 'same':
      return { what: 'same', a: step.a + by, b: step.b + by };
    case 'removed':
      return { what: 'removed', a: step.a + by };
    case 'added':
      return { what: 'added', b: step.b + by };
  }
}
