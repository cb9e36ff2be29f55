/**
 * The device's side of hello: what it holds, and what follows from the server's answer.
 *
 *   epoch      first met → remembered; another one → heal (heal.ts)
 *   settled    verdicts whose acks were lost; a number that another op used, or that we never gave → fork
 *   groups     behind → catch up; not held → snapshot; history changed → set aside and bootstrap
 *   gone       purged, what was not sent goes to the tray;   unknown, held → nothing is purged, shown as waiting
 */
import type { DeviceStore, ReadTransaction, WriteTransaction } from '#client/platform/device-store.ts';
import type { Request } from '#client/platform/transport.ts';
import type { Cursor, Membership, OutboxEntry } from '#client/store/tables.ts';
import { isWholeEntry } from '#client/store/whole-entries.ts';
import type { HelloGroup, Welcome } from '#protocol/hello.ts';
import type { WaitKind } from '#protocol/kinds.ts';
import { LIMITS, TIMES } from '#protocol/limits.ts';
import type { SettledEntry } from './apply-remote.ts';
import { getMeta, putMeta } from './device-meta.ts';
import { isHeld } from './held-photos.ts';
import { lastKept } from './purge-group.ts';

const EARLY_HELLO_MAX_GROUPS = 20;

/** What the device said, kept to read the answer by. */
export interface Spoken {
  readonly hellos: readonly Request<'hello'>[];
  readonly epoch: string | undefined;
  readonly cursors: ReadonlyMap<string, Cursor>;
  /** Numbered ops without a verdict, by group, ascending. */
  readonly onTheWay: ReadonlyMap<string, readonly (OutboxEntry & { seq: number })[]>;
  readonly nextSeqs: ReadonlyMap<string, number>;
}

/** Reads what the device holds; more groups than one hello carries make several. */
export function composeHello(store: DeviceStore, protocol: number): Promise<Spoken> {
  return store.read(['meta', 'outbox', 'lanes', 'cursors', 'memberships', 'marks'], async (tx) => {
    const device = await getMeta(tx, 'device');
    const epoch = await getMeta(tx, 'epoch');
    const cursors = new Map((await tx.list('cursors')).map((cursor) => [cursor.groupId, cursor]));
    const nextSeqs = new Map((await tx.list('lanes')).map((lane) => [lane.groupId, lane.nextSeq]));
    const onTheWay = await listOnTheWay(tx);
    const froms = new Map(await listUnheld(tx, cursors, nextSeqs));
    for (const [groupId, [first]] of onTheWay) if (first) froms.set(groupId, first.seq);
    const groupIds = [...new Set([...cursors.keys(), ...froms.keys()])];
    const marks = await listOwnMarks(tx, cursors);
    const hellos: Request<'hello'>[] = [];
    for (let i = 0; i === 0 || i < groupIds.length; i += LIMITS.helloMaxGroups) {
      const chunk = new Set(groupIds.slice(i, i + LIMITS.helloMaxGroups));
      hellos.push({
        protocol,
        deviceId: device?.deviceId ?? '',
        epoch: epoch ?? null,
        lanes: [...froms].flatMap(([groupId, from]) => (chunk.has(groupId) ? [{ groupId, from }] : [])),
        cursors: [...cursors.values()].flatMap(({ groupId, version, chain }) =>
          chunk.has(groupId) && version > 0 ? [{ groupId, version, chain }] : [],
        ),
        marks: marks.filter(({ groupId }) => chunk.has(groupId)),
      });
    }
    return { hellos, epoch, cursors, onTheWay, nextSeqs };
  });
}

/**
 * Groups this person came into and holds nothing of, nor waits for a verdict in: only asking tells what became of it. What
 * waits for its photo brings no verdict: the photo itself waits for the group to be known here.
 */
async function listUnheld(
  tx: ReadTransaction,
  cursors: ReadonlyMap<string, Cursor>,
  nextSeqs: ReadonlyMap<string, number>,
): Promise<[groupId: string, from: number][]> {
  const entries = await tx.list('outbox');
  const owing = new Set(
    entries.flatMap((entry) => (entry.version === null && !isHeld(entry) ? [entry.groupId] : [])),
  );
  return (await tx.list('memberships')).flatMap(({ groupId, state }) => {
    // At version 0 stands who made it; when the op that did so is lost here, only the server knows whether it came there.
    const isHeld = (cursors.get(groupId)?.version ?? 0) > 0;
    const isUnheld = (state === 'joining' || state === 'member') && !isHeld;
    return isUnheld && !owing.has(groupId) ? [[groupId, nextSeqs.get(groupId) ?? 1]] : [];
  });
}

/** True when an op has a number and no verdict: its fate is asked before anything is sent again. */
export async function hasOpsOnTheWay(store: DeviceStore): Promise<boolean> {
  return store.read(['outbox'], async (tx) => (await listOnTheWay(tx)).size > 0);
}

/** With nothing to send and few groups, a hello before the socket is open brings news two round trips earlier. */
export async function isWorthEarlyHello(store: DeviceStore): Promise<boolean> {
  return store.read(['outbox', 'cursors'], async (tx) => {
    const groups = await tx.count('cursors');
    return (await tx.count('outbox')) === 0 && groups > 0 && groups <= EARLY_HELLO_MAX_GROUPS;
  });
}

async function listOnTheWay(tx: ReadTransaction): Promise<Map<string, (OutboxEntry & { seq: number })[]>> {
  const byGroup = new Map<string, (OutboxEntry & { seq: number })[]>();
  for (const entry of await tx.list('outbox')) {
    if (entry.seq === null || entry.version !== null || !isWholeEntry(entry)) continue;
    const lane = byGroup.get(entry.groupId);
    const numbered = { ...entry, seq: entry.seq };
    if (lane) lane.push(numbered);
    else byGroup.set(entry.groupId, [numbered]);
  }
  return byGroup;
}

async function listOwnMarks(
  tx: ReadTransaction,
  cursors: ReadonlyMap<string, Cursor>,
): Promise<{ groupId: string; delivered: number; read: number }[]> {
  const memberships = (await tx.list('memberships')).filter(({ groupId }) => cursors.has(groupId));
  const rows = await tx.getMany(
    'marks',
    memberships.map(({ groupId, memberId }) => [groupId, memberId]),
  );
  return memberships.map(({ groupId }, i) => {
    const delivered = cursors.get(groupId)?.version ?? 0;
    return { groupId, delivered, read: Math.min(delivered, rows[i]?.read ?? 0) };
  });
}

/**
 * Does the answer show that this device's numbers are not its own any more? `nextSeqNow`: the lane's next number
 * as the answer is read, since a flush may have given numbers while the hello was on its way.
 */
export function showsFork(spoken: Spoken, group: HelloGroup, nextSeqNow: number): boolean {
  const { groupId, myLastSeq, settled } = group;
  const nextSeq = spoken.nextSeqs.get(groupId) ?? 1;
  // The server has numbers that this device never gave: an older copy of a profile, or a second one.
  if (myLastSeq >= nextSeqNow) return true;
  const [first] = spoken.onTheWay.get(groupId) ?? [];
  // The server lacks numbers that have their verdict here and are not held any more.
  if (myLastSeq < (first?.seq ?? nextSeq) - 1) return true;
  return settled.some(([opId], i) => {
    const own = spoken.onTheWay.get(groupId)?.find((entry) => entry.seq === (first?.seq ?? 0) + i);
    return own !== undefined && own.opId !== opId;
  });
}

/** Verdicts for ops on the way. */
export function settledEntries(spoken: Spoken, group: HelloGroup): SettledEntry[] {
  const verdicts = new Map(group.settled);
  return (spoken.onTheWay.get(group.groupId) ?? []).flatMap(({ order, opId }) => {
    const verdict = verdicts.get(opId);
    return verdict === undefined ? [] : [{ order, opId, verdict }];
  });
}

/** Facts of the welcome that need no decision, in one transaction: epoch, clock, memberships, marks, purging. */
export function noteWelcome(
  store: DeviceStore,
  welcome: Welcome,
  { clockOffsetMs, now }: { clockOffsetMs: number; now: number },
): Promise<void> {
  return store.write(['meta', 'memberships', 'marks', 'kept', 'cursors'], async (tx) => {
    await noteForgotten(tx, welcome, now);
    await putMeta(tx, 'epoch', welcome.epoch);
    await putMeta(tx, 'clockOffsetMs', clockOffsetMs);
    for (const group of welcome.groups) await noteGroup(tx, group);
    const { unknown, held = [] } = welcome;
    for (const groupId of unknown) await putWaiting(tx, groupId, 'unknown-group');
    for (const groupId of held) await putWaiting(tx, groupId, 'approval');
    await purgeKept(tx, welcome);
  });
}

/** A device that never met a server, and the server knows its person by the cookie: the browser emptied it. */
async function noteForgotten(tx: WriteTransaction, welcome: Welcome, now: number): Promise<void> {
  const canary = await getMeta(tx, 'canary');
  const isKnownLoss = canary !== undefined && canary.answersFor !== null;
  if (isKnownLoss || (await getMeta(tx, 'epoch')) !== undefined) return;
  const groupIds = welcome.groups.map(({ groupId }) => groupId);
  const held = await tx.getMany('memberships', groupIds);
  if (held.includes(undefined)) await putMeta(tx, 'loss', { kind: 'emptied', at: now });
}

async function noteGroup(tx: WriteTransaction, group: HelloGroup): Promise<void> {
  const { groupId, head } = group;
  const held = await tx.get('memberships', groupId);
  const cursor = await tx.get('cursors', groupId);
  // The server lists only groups this person is in: who was thought to be out has come in again, unless this
  // answer is older than what they know of the group, their own leave above all.
  const isBack = held?.state === 'gone' && head > Math.max(cursor?.version ?? 0, await lastKept(tx, groupId));
  // They left as somebody whom a link, tapped on an older profile, had made them besides.
  const isTwo = held?.state === 'gone' && held.memberId !== group.myMemberId;
  const membership = isTwo
    ? { ...withoutEnd(held), memberId: group.myMemberId }
    : isBack
      ? withoutEnd(held)
      : (held ?? newMembership(group));
  const isNews = membership !== held || held.waiting !== null;
  if (isNews) await tx.put('memberships', [{ ...membership, waiting: null }]);
  if (cursor && head > cursor.head) await tx.put('cursors', [{ ...cursor, head }]);
  await mergeMarks(tx, groupId, group.marks);
}

function newMembership({ groupId, myMemberId: memberId }: HelloGroup): Membership {
  return { groupId, memberId, state: 'member', inviteSecret: null, invitedName: null, waiting: null };
}

function withoutEnd({ goneReason: _, dismissed: __, ...membership }: Membership): Membership {
  return { ...membership, state: 'member' };
}

/** Marks only grow: merged by max. */
export async function mergeMarks(
  tx: WriteTransaction,
  groupId: string,
  marks: readonly { memberId: string; delivered: number; read: number }[],
): Promise<void> {
  const held = await tx.getMany(
    'marks',
    marks.map(({ memberId }) => [groupId, memberId]),
  );
  const grown = marks.flatMap((mark, i) => {
    const before = held[i];
    const delivered = Math.max(mark.delivered, before?.delivered ?? 0);
    const read = Math.max(mark.read, before?.read ?? 0);
    if (before && before.delivered === delivered && before.read === read) return [];
    return [{ groupId, memberId: mark.memberId, delivered, read }];
  });
  if (grown.length > 0) await tx.put('marks', grown);
}

/** Kept ops go only at a hello in their own epoch, a week of server time after they were kept. */
async function purgeKept(tx: WriteTransaction, welcome: Welcome): Promise<void> {
  const before = welcome.serverTime - TIMES.keptOpsMs;
  const old = (await tx.list('kept')).filter(
    ({ epoch, keptSince }) => epoch === welcome.epoch && keptSince < before,
  );
  await tx.remove(
    'kept',
    old.map(({ opId }) => opId),
  );
}

/** The group is held up at the server's word: shown until a verdict or a welcome says otherwise. */
export function noteWaiting(store: DeviceStore, groupId: string, kind: WaitKind): Promise<void> {
  return store.write(['memberships'], (tx) => putWaiting(tx, groupId, kind));
}

async function putWaiting(tx: WriteTransaction, groupId: string, kind: WaitKind): Promise<void> {
  const membership = await tx.get('memberships', groupId);
  if (!membership || membership.waiting === kind) return;
  await tx.put('memberships', [{ ...membership, waiting: kind }]);
}
