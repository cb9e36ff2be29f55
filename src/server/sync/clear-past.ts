/**
 * What is too old leaves the log of one group: words and salts, the edits of its plans' texts, and then the points that nobody can
 * return to any more.
 *
 *   of each plan edited up to the next point ─→ its text as of there, and as of each named version on the way (`compact-plan.ts`)
 *   one commit: is every edit in a text? ─→ salt and words of the ops up to that point become their hash, `cleared`
 *   one commit: points that are too many, the images only they showed, and the texts only they needed
 *
 * The log is cleared from point to point: between two of them its words stand, or none do, so that what is folded has them all.
 * Each commit leaves the group whole, so a kill between two of them costs nothing. An edit goes in the commit that sees it in a
 * text, and in no other.
 */
import { eraseBody, erasedHash } from '#domain/erased-body.ts';
import { base64url } from '#domain/ids.ts';
import { getDefinition } from '#domain/op-types.ts';
import { bodyHash } from '#protocol/canonical.ts';
import { type CompactOptions, compactPlan, readMoments } from './compact-plan.ts';
import { listNeedless } from './kept-texts.ts';
import type { ErasedEntry, LogEntry, LogTransaction } from './log-store.ts';
import { isOld, listWorn, type PastPolicy } from './past-policy.ts';
import type { PastPoint } from './past-store.ts';

export interface ClearOptions extends CompactOptions {
  readonly policy: PastPolicy;
  /** Epoch ms. */
  readonly now: number;
}

/** Resolves with how many versions lost their words. */
export async function clearPast(options: ClearOptions, groupId: string): Promise<number> {
  const { store, policy, now } = options;
  const { everyVersionMs } = policy;
  if (everyVersionMs === null) return 0;
  const { points, reach } = await store.read(async (view) => ({
    points: await view.past.listPoints(groupId),
    reach: await view.past.getReach(groupId),
  }));
  const old = points.filter(({ at }) => isOld(at, everyVersionMs, now));
  let cleared = 0;
  for (const { version: to } of old) {
    const from = reach.cleared + cleared;
    if (to <= from) continue;
    if (options.isStopped?.() || !(await clearTo(options, groupId, { from, to, points }))) return cleared;
    cleared = to - reach.cleared;
  }
  const worn = listWorn(old, policy, now);
  if (worn.length > 0) await dropMoments(options, groupId, worn);
  return cleared;
}

interface Step {
  readonly from: number;
  readonly to: number;
  readonly points: readonly PastPoint[];
}

/** False: another server was at it, or an edit is in no text yet. */
async function clearTo(options: ClearOptions, groupId: string, step: Step): Promise<boolean> {
  const { from, to } = step;
  await keepTexts(options, groupId, step);
  return options.store.transact(async (tx) => {
    const heads = await tx.lockHeads([groupId], new Set());
    if (heads.length === 0 || (await tx.past.getReach(groupId)).cleared !== from) return false;
    if ((await tx.plans.listUncompacted(groupId, to)).length > 0) return false;
    await tx.past.clearTo(groupId, to, await listWorded(tx, groupId, step));
    await tx.plans.dropEdits(groupId, to);
    return true;
  });
}

/** As of `to`, and as of each version with a name before it. */
async function keepTexts(options: ClearOptions, groupId: string, { from, to }: Step): Promise<void> {
  const { edited, named } = await options.store.read(async (view) => ({
    edited: await view.plans.listEdited(groupId, from + 1, to),
    named: await view.plans.listNamed(groupId),
  }));
  for (const planId of edited) {
    const names = named.filter((one) => one.planId === planId && one.version > from && one.version < to);
    for (const upTo of [...names.map(({ version }) => version), to]) {
      await compactPlan(options, { groupId, planId }, { upTo, kept: 0 });
    }
  }
}

async function listWorded(
  tx: LogTransaction,
  groupId: string,
  { from, to, points }: Step,
): Promise<ErasedEntry[]> {
  // What waited for its message at a point is folded with that message, from there.
  const waiting = new Set(points.flatMap(({ parked }) => parked.map(({ version }) => version)));
  const places = Array.from({ length: to - from }, (_, i) => ({ groupId, version: from + 1 + i }));
  const entries = await tx.loadEntries(places);
  return entries.filter(({ version }) => !waiting.has(version)).flatMap(clearEntry);
}

/** Nothing, when it has no words or has them no more. */
function clearEntry({ op, version }: LogEntry): ErasedEntry[] {
  const { erases, clears } = getDefinition(op) ?? {};
  if (!(erases || clears) || erasedHash(op.body) !== undefined) return [];
  const body = eraseBody(op, { ...clears, ...erases }, base64url(bodyHash(op)));
  return [{ groupId: op.groupId, version, ...body }];
}

async function dropMoments({ store }: ClearOptions, groupId: string, worn: readonly number[]): Promise<void> {
  const { points, named } = await store.read((view) => readMoments(view, groupId));
  const left = points.filter(({ version }) => !worn.includes(version));
  await store.transact(async (tx) => {
    const heads = await tx.lockHeads([groupId], new Set());
    if (heads.length === 0) return;
    await tx.past.dropPoints(groupId, worn);
    const { cleared } = await tx.past.getReach(groupId);
    for (const planId of await tx.plans.listKept(groupId)) {
      const texts = await tx.plans.listTexts({ groupId, planId });
      const needless = listNeedless(planId, texts, { points: left, named }, [cleared]);
      await tx.plans.dropTexts({ groupId, planId }, needless);
    }
  });
}
