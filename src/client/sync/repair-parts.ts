/** The parts of a group that differ from the log, fetched from the server and replaced. */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Difference } from '#protocol/digest.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { HeldDigest, VersionRange } from './digest-held.ts';
import { type Replaced, replaceLedger, replaceMessages, replaceState } from './repair-rows.ts';
import type { AskAtRest } from './rest-asks.ts';

/** False: the log went on meanwhile, or the server could not be asked; what was replaced is right all the same. */
export async function repairParts(
  store: DeviceStore,
  ask: AskAtRest,
  { request, ranges }: HeldDigest,
  difference: Difference,
): Promise<boolean> {
  const { groupId } = request;
  if (difference.state) {
    const snapshot = await ask('snapshot', { groupId });
    if (!snapshot || (await replaceState(store, snapshot)) === 'moved') return false;
  }
  for (const range of ranges) {
    if (!difference.ranges.includes(range.from)) continue;
    const areRepaired =
      (await repairRange(
        range,
        (part) => ask('page', { groupId, ...part }),
        (page, covered) => replaceMessages(store, page, covered),
      )) &&
      (await repairRange(
        range,
        (part) => ask('ledger', { groupId, ...part }),
        (page, covered) => replaceLedger(store, page, covered),
      ));
    if (!areRepaired) return false;
  }
  return true;
}

/** Page by page, the newest first, each put on its own. */
async function repairRange<P extends { readonly olderThan: number | null }>(
  { from, to: newest }: VersionRange,
  ask: (page: { readonly olderThan: number; readonly maxRows: number }) => Promise<P | undefined>,
  replace: (page: P, covered: VersionRange) => Promise<Replaced>,
): Promise<boolean> {
  for (let to = newest; to >= from; ) {
    const page = await ask({ olderThan: to + 1, maxRows: Math.min(LIMITS.rowsPageMaxRows, to - from + 1) });
    if (!page) return false;
    const covered = { from: Math.max(from, page.olderThan ?? 0), to };
    if ((await replace(page, covered)) === 'moved') return false;
    to = covered.from - 1;
  }
  return true;
}
