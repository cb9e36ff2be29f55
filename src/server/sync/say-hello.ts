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
  const selves = Map.groupBy(own, ({ groupId }) => groupId);
  const mineByGroup = new Map([...selves].flatMap(([groupId, all]) => entryOf(groupId, findActive(all))));
  const asked = new Set([...hello.cursors, ...hello.lanes].map(({ groupId }) => groupId));
  const openIds = [...mineByGroup.keys()];
  const heads = byGroup(await view.getHeads(openIds));
  const groups = await listGroups(view, session, hello, openIds, mineByGroup, heads);

  const gone: { groupId: string; reason: GoneReason; version: number }[] = [];
  const unknown: string[] = [];
  const held: string[] = [];
  for (const groupId of [...asked].sort()) {
    const standing = await readStanding(view, selves.get(groupId) ?? []);
    if (standing === 'unknown') unknown.push(groupId);
    else if (standing === 'held') held.push(groupId);
    else if (standing !== 'member') gone.push({ groupId, ...standing });
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

/**
 * How an account stands in a group, by all the members it is there (`selves`): in as one of them is in; who waits for an
 * admin's word as one of them is neither in nor out; else out since the last of them went, at that version, as the log says.
 */
export async function readStanding(
  view: LogView,
  selves: readonly Access[],
): Promise<'unknown' | 'member' | 'held' | { reason: GoneReason; version: number }> {
  if (selves.length === 0) return 'unknown';
  if (findActive(selves)) return 'member';
  for (const { groupId, memberId: id } of selves) {
    const found = await view.getRow({ groupId, table: 'members', id });
    if (found?.table === 'members' && found.row.status === 'waiting') return 'held';
  }
  const { groupId, version } = selves.reduce((last, one) => (one.version > last.version ? one : last));
  const [entry] = await view.listLog(groupId, version - 1, { maxOps: 1, maxBytes: 1 });
  return { reason: goneReasonOf(entry?.op.type), version };
}

/** Of several members that are one account's: the longest-standing. */
function findActive(selves: readonly Access[]): Access | undefined {
  return selves.filter(({ active }) => active).sort((a, b) => a.version - b.version)[0];
}

function entryOf(groupId: string, mine: Access | undefined): [string, Access][] {
  return mine ? [[groupId, mine]] : [];
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
    cursors.map((cursor, i) => {
      // So long away that what followed has lost its words in the log: it has the group anew.
      const isTooOld = cursor.version < (heads.get(cursor.groupId)?.cleared ?? 0);
      return [cursor.groupId, chains[i] === cursor.chain && !isTooOld ? 'same' : 'changed'] as const;
    }),
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

function byGroup(heads: readonly GroupHead[]): Map<string, GroupHead> {
  return new Map(heads.map((head) => [head.groupId, head]));
}
