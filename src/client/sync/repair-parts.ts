/** The parts of a group that differ from the log, fetched from the server and replaced. */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Difference } from '#protocol/digest.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { HeldDigest, VersionRange } from './digest-held.ts';
import { replaceLedger, replaceMessages, replaceState } from './repair-rows.ts';
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
    if (!(await repairMessages(store, ask, groupId, range))) return false;
    if (!(await repairLedger(store, ask, groupId, range))) return false;
  }
  return true;
}

/** Page by page, the newest first, each put on its own. */
async function repairMessages(
  store: DeviceStore,
  ask: AskAtRest,
  groupId: string,
  range: VersionRange,
): Promise<boolean> {
  for (let { to } = range; to >= range.from; ) {
    const maxRows = Math.min(LIMITS.rowsPageMaxRows, to - range.from + 1);
    const page = await ask('page', { groupId, olderThan: to + 1, maxRows });
    if (!page) return false;
    const covered = { from: Math.max(range.from, page.olderThan ?? 0), to };
    if ((await replaceMessages(store, page, covered)) === 'moved') return false;
    to = covered.from - 1;
  }
  return true;
}

async function repairLedger(
  store: DeviceStore,
  ask: AskAtRest,
  groupId: string,
  range: VersionRange,
): Promise<boolean> {
  for (let { to } = range; to >= range.from; ) {
    const maxRows = Math.min(LIMITS.rowsPageMaxRows, to - range.from + 1);
    const page = await ask('ledger', { groupId, olderThan: to + 1, maxRows });
    if (!page) return false;
    const covered = { from: Math.max(range.from, page.olderThan ?? 0), to };
    if ((await replaceLedger(store, page, covered)) === 'moved') return false;
    to = covered.from - 1;
  }
  return true;
}
