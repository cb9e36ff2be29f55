/**
 * hello: what the device holds against what there is. One view of the store answers all of it.
 *
 *   groups    this account is an active member      gone     it was one, and the log says it ended
 *   held      it asked to come in, and no admin has answered
 *   unknown   no such group here, or no trace of this account in it: nothing is purged, the device brings it
 */

import type { Hello, HelloGroup, Welcome } from '#protocol/hello.ts';
import type { GoneReason } from '#protocol/kinds.ts';
import type { Access, GroupHead, LogView } from './log-store.ts';
import { goneReasonOf } from './membership-rules.ts';
import type { SeenGroup } from './publish.ts';
import type { Session } from './session.ts';

export interface Greeting {
  readonly welcome: Omit<Welcome, 'serverTime'>;
  readonly seen: readonly SeenGroup[];
}

export async function readGreeting(view: LogView, session: Session, hello: Hello): Promise<Greeting> {
  const own = await view.listAccessOf([session.accountId]);
  const mineByGroup = mineByGroupId(own);
  const asked = new Set([...hello.cursors, ...hello.lanes].map(({ groupId }) => groupId));
  const openIds = [...mineByGroup.values()].filter(({ active }) => active).map(({ groupId }) => groupId);
  const heads = byGroup(await view.getHeads(openIds));
  const groups = await listGroups(view, session, hello, openIds, mineByGroup, heads);

  const gone: { groupId: string; reason: GoneReason; version: number }[] = [];
  const unknown: string[] = [];
  const held: string[] = [];
  for (const groupId of [...asked].sort()) {
    const mine = mineByGroup.get(groupId);
    if (!mine) unknown.push(groupId);
    else if (await isHeldForApproval(view, mine)) held.push(groupId);
    else if (!mine.active) gone.push({ groupId, ...(await readEnd(view, mine)) });
  }
  const access = await view.listAccessIn(openIds);
  const accessByGroup = Map.groupBy(access, ({ groupId }) => groupId);
  const seen = groups.map(({ groupId, head }) => ({
    groupId,
    head,
    access: accessByGroup.get(groupId) ?? [],
  }));
  const { epoch } = view.epoch;
  return { welcome: { epoch, groups, gone, unknown, ...(held.length > 0 && { held }) }, seen };
}

/** Came by a link that needs an admin's word, and has not got it: neither in nor out. */
export async function isHeldForApproval(
  view: LogView,
  { groupId, memberId, active }: Access,
): Promise<boolean> {
  if (active) return false;
  const found = await view.getRow({ groupId, table: 'members', id: memberId });
  return found?.table === 'members' && found.row.status === 'waiting';
}

/** At which version a membership ended, and why: the log says it. */
export async function readEnd(
  view: LogView,
  { groupId, version }: Access,
): Promise<{ reason: GoneReason; version: number }> {
  const [entry] = await view.listLog(groupId, version - 1, { maxOps: 1, maxBytes: 1 });
  return { reason: goneReasonOf(entry?.op.type), version };
}

async function listGroups(
  view: LogView,
  { deviceId }: Session,
  hello: Hello,
  groupIds: readonly string[],
  mineByGroup: ReadonlyMap<string, Access>,
  heads: ReadonlyMap<string, GroupHead>,
): Promise<HelloGroup[]> {
  const cursors = hello.cursors.filter(({ groupId }) => heads.has(groupId));
  const chains = await view.listChains(cursors);
  const historyByGroup = new Map(
    cursors.map((cursor, i) => [cursor.groupId, chains[i] === cursor.chain ? 'same' : 'changed'] as const),
  );
  const lastSeqs = await view.listLastSeqs(groupIds.map((groupId) => ({ groupId, deviceId })));
  const lanes = hello.lanes.filter(({ groupId }) => heads.has(groupId));
  const settled = await view.listSettled(lanes.map((lane) => ({ ...lane, deviceId })));
  const settledByGroup = Map.groupBy(settled, ({ groupId }) => groupId);
  const marksByGroup = Map.groupBy(await view.listMarks(groupIds), ({ groupId }) => groupId);

  return groupIds.flatMap((groupId, i): HelloGroup[] => {
    const head = heads.get(groupId);
    const mine = mineByGroup.get(groupId);
    if (!head || !mine) return [];
    return [
      {
        groupId,
        head: head.head,
        history: historyByGroup.get(groupId) ?? 'unheld',
        myMemberId: mine.memberId,
        role: mine.role,
        myLastSeq: lastSeqs[i] ?? 0,
        settled: (settledByGroup.get(groupId) ?? []).map(({ opId, verdict }) => [opId, verdict]),
        marks: (marksByGroup.get(groupId) ?? []).map(({ memberId, delivered, read }) => ({
          memberId,
          delivered,
          read,
        })),
      },
    ];
  });
}

/** One member per group: an active one first, then the longest-standing. */
export function mineByGroupId(own: readonly Access[]): Map<string, Access> {
  const mine = new Map<string, Access>();
  const ranked = [...own].sort((a, b) => Number(b.active) - Number(a.active) || a.version - b.version);
  for (const access of ranked) if (!mine.has(access.groupId)) mine.set(access.groupId, access);
  return mine;
}

function byGroup(heads: readonly GroupHead[]): Map<string, GroupHead> {
  return new Map(heads.map((head) => [head.groupId, head]));
}
