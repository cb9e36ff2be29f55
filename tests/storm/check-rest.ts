/**
 * What must hold when all is healed and at rest (sync.md, I1–I6, I8, I11), said as a list of what does not. The log
 * is read from the database itself and folded by the naive model, which shares no code with the product.
 */
import type { GroupRow, MemberRow, MessageRow } from '#domain/rows.ts';
import { listDifferences, type Rows } from '#tests/sim/compare-rows.ts';
import { emptyNaiveGroup, foldNaively, naiveJson } from '#tests/sim/naive-model.ts';
import type { NaiveGroup } from '#tests/sim/naive-rows.ts';
import type { StoredLog, StoredOp } from './stored-log.ts';
import type { Saved, StormDevice } from './storm-device.ts';

export const BREACHES = ['lost', 'doubled', 'reordered', 'leaked', 'diverged', 'unrest'] as const;
export type Breach = (typeof BREACHES)[number];

export interface Violation {
  readonly breach: Breach;
  readonly detail: string;
  readonly opId?: string;
}

interface CheckedGroup {
  readonly ops: readonly StoredOp[];
  readonly versionsByOpId: ReadonlyMap<string, number>;
  readonly naive: NaiveGroup;
  /** Member → versions at which they came and went, ascending. */
  readonly presence: ReadonlyMap<string, readonly { version: number; active: boolean }[]>;
}

/** Call when every outbox is empty; the devices may be closed. An empty list: all is well. */
export async function findViolations(devices: readonly StormDevice[], log: StoredLog): Promise<Violation[]> {
  const found: Violation[] = [];
  const note = (breach: Breach, detail: string, opId?: string): void => {
    found.push({ breach, detail, ...(opId !== undefined && { opId }) });
  };
  const groups = new Map<string, CheckedGroup>();
  for (const [groupId, ops] of Map.groupBy(log.ops, ({ op }) => op.groupId)) {
    groups.set(groupId, foldGroup(groupId, ops, note));
  }
  checkLanes(log, note);
  checkServerRows(log, groups, note);
  for (const device of devices) {
    await checkPromises(device, groups, note);
    checkOrder(device, groups, note);
    checkAcks(device, groups, log.epoch, note);
    await checkReach(device, groups, log.epoch, note);
    await checkReplica(device, groups, note);
    for (const fault of device.faults) note('unrest', `${device.name}: the engine reported ${String(fault)}`);
  }
  return found;
}

type Note = (breach: Breach, detail: string, opId?: string) => void;
type Groups = ReadonlyMap<string, CheckedGroup>;

/** I3, I5, I15. */
function foldGroup(groupId: string, ops: readonly StoredOp[], note: Note): CheckedGroup {
  const naive = emptyNaiveGroup(groupId);
  const versionsByOpId = new Map<string, number>();
  const entityIds = new Set<string>();
  const presence = new Map<string, { version: number; active: boolean }[]>();
  ops.forEach(({ version, op, chain }, i) => {
    const { opId, type, actorId } = op;
    if (version !== i + 1) note('diverged', `version ${version} stands at place ${i + 1} of the log`, opId);
    if (versionsByOpId.has(opId)) note('doubled', `an op is in the log twice`, opId);
    versionsByOpId.set(opId, version);
    foldNaively(naive, op);
    if (chain !== naive.chains[version])
      note('diverged', `the chain at ${version} is not that of the log`, opId);
    if (type === 'message.sent') {
      const { messageId } = op.body as { messageId: string };
      if (entityIds.has(messageId)) note('doubled', 'a message is in the log twice', opId);
      entityIds.add(messageId);
    }
    const active = type === 'group.created' || type === 'member.joined';
    if (!active && type !== 'member.left') return;
    const times = presence.get(actorId) ?? [];
    times.push({ version, active });
    presence.set(actorId, times);
  });
  for (const { version, what } of naive.offences) note('diverged', `version ${version}: ${what}`);
  return { ops, versionsByOpId, naive, presence };
}

/** I4: each number of a lane has one verdict. */
function checkLanes({ verdicts }: StoredLog, note: Note): void {
  const lastSeqs = new Map<string, number>();
  for (const { groupId, deviceId, seq, opId } of verdicts) {
    const lane = `${groupId} ${deviceId}`;
    const due = (lastSeqs.get(lane) ?? 0) + 1;
    if (seq !== due) note('diverged', `number ${seq} of a lane where ${due} was due`, opId);
    lastSeqs.set(lane, seq);
  }
}

/** I6 for the server's own rows. */
function checkServerRows(log: StoredLog, groups: Groups, note: Note): void {
  for (const [groupId, { naive }] of groups) {
    const of = <T>(table: string): T[] =>
      log.rows.flatMap((row) =>
        row.groupId === groupId && row.table === table ? [JSON.parse(row.json) as T] : [],
      );
    const rows: Rows = {
      groups: of<GroupRow>('groups'),
      members: of<MemberRow>('members'),
      messages: of<MessageRow>('messages'),
      olderThan: null,
      // The storm keeps no accounts.
      ledger: [],
      isLedgerArriving: true,
    };
    compareRows('the server', groupId, naive, rows, note);
  }
}

/** I1: in the log as the person gave it, or whole in the tray. */
async function checkPromises(device: StormDevice, groups: Groups, note: Note): Promise<void> {
  const inTray = new Map((await device.rows('tray')).map(({ opId, op }) => [opId, naiveJson(op.body)]));
  const waiting = await device.rows('outbox');
  for (const { opId, version } of waiting)
    note('unrest', `${device.name} still owes an op (${version})`, opId);
  for (const { opId, groupId, type, body } of device.saved) {
    const logged = findOp(groups, groupId, opId);
    const found = logged ? naiveJson(logged.op.body) : inTray.get(opId);
    if (found === undefined) note('lost', `${device.name} saved a ${type}; it is nowhere`, opId);
    else if (body !== null && found !== naiveJson(body)) {
      note('lost', `${device.name} saved a ${type}; what is kept of it is something else`, opId);
    }
  }
}

/** I10: what one person did stands in the log in the order in which they did it. */
function checkOrder(device: StormDevice, groups: Groups, note: Note): void {
  const lastByGroup = new Map<string, number>();
  for (const { opId, groupId, type } of device.saved) {
    const version = groups.get(groupId)?.versionsByOpId.get(opId);
    if (version === undefined) continue;
    const last = lastByGroup.get(groupId) ?? 0;
    if (version < last) {
      note('reordered', `${device.name}: a ${type} is at ${version}, what was before it at ${last}`, opId);
    }
    lastByGroup.set(groupId, Math.max(last, version));
  }
}

/** I2; of another epoch only that it is in the log again. */
function checkAcks(device: StormDevice, groups: Groups, epoch: string, note: Note): void {
  for (const ack of device.wiretap.acks) {
    if (typeof ack.verdict !== 'number') continue;
    const version = groups.get(ack.groupId)?.versionsByOpId.get(ack.opId);
    if (version === undefined) {
      note('lost', `${device.name} was told ${ack.verdict}; the log does not have it`, ack.opId);
    } else if (ack.epoch === epoch && ack.verdict !== version) {
      note('diverged', `${device.name} was told ${ack.verdict}, the log says ${version}`, ack.opId);
    }
  }
}

/** I8: nothing of a group outside one's interval; with the nth joining all opens up to the nth leaving. */
async function checkReach(device: StormDevice, groups: Groups, epoch: string, note: Note): Promise<void> {
  const memberIds = new Map(
    (await device.rows('memberships')).map(({ groupId, memberId }) => [groupId, memberId]),
  );
  for (const heard of device.wiretap.heard) {
    const memberId = memberIds.get(heard.groupId);
    const times = memberId === undefined ? undefined : groups.get(heard.groupId)?.presence.get(memberId);
    if (times === undefined) {
      note('leaked', `${device.name}, no member, got a ${heard.by} up to version ${heard.version}`);
      continue;
    }
    if (heard.epoch !== epoch) continue;
    const endedAt =
      times.filter(({ active }) => !active)[heard.joins - 1]?.version ?? Number.MAX_SAFE_INTEGER;
    if (heard.version > endedAt) {
      note('leaked', `${device.name}, gone at ${endedAt}, got a ${heard.by} up to version ${heard.version}`);
    }
  }
}

/** I5 and I6 for one device. */
async function checkReplica(device: StormDevice, groups: Groups, note: Note): Promise<void> {
  // It mends what differs by itself: that something differed at all is a fault of ours.
  for (const { repaired, stuckSince } of await device.rows('checks')) {
    if (repaired > 0 || stuckSince !== null)
      note('diverged', `${device.name} had to repair ${repaired} rows`);
  }
  for (const { groupId, memberId, state } of await device.rows('memberships')) {
    const rows = await rowsOf(device, groupId);
    const group = groups.get(groupId);
    const isMember = group?.naive.members.get(memberId)?.active ?? false;
    if (isMember !== (state === 'member')) {
      note('unrest', `${device.name} is ${isMember ? 'a member' : 'no member'} and shown as ${state}`);
    } else if (!isMember) {
      // What they saw before they left may still be there until the next hello; nothing else.
      const endedAt = group?.presence.get(memberId)?.at(-1)?.version ?? 0;
      const held = [...rows.groups, ...rows.members, ...rows.messages];
      if (held.some(({ rowVersion }) => rowVersion > endedAt)) {
        note('leaked', `${device.name} has left at ${endedAt} and holds what came after`);
      }
    } else if (group) {
      const cursor = await device.cursor(groupId);
      const { naive } = group;
      if (cursor?.version !== naive.version || cursor.chain !== naive.chains[naive.version]) {
        note('unrest', `${device.name} stands at ${cursor?.version ?? 'nothing'} of ${naive.version}`);
      } else compareRows(device.name, groupId, naive, { ...rows, olderThan: cursor.olderThan }, note);
    }
  }
}

async function rowsOf(device: StormDevice, groupId: string): Promise<Omit<Rows, 'olderThan'>> {
  const inGroup = (row: { readonly groupId: string }): boolean => row.groupId === groupId;
  return {
    groups: (await device.rows('groups')).filter(inGroup),
    members: (await device.rows('members')).filter(inGroup),
    messages: (await device.rows('messages')).filter(inGroup),
    ledger: [],
    isLedgerArriving: true,
  };
}

function compareRows(who: string, groupId: string, naive: NaiveGroup, rows: Rows, note: Note): void {
  const wrong = listDifferences(groupId, naive, rows).length;
  if (wrong > 0) note('diverged', `${who}: ${wrong} rows are not what the log says`);
}

function findOp(groups: Groups, groupId: string, opId: string): StoredOp | undefined {
  const group = groups.get(groupId);
  const version = group?.versionsByOpId.get(opId);
  return version === undefined ? undefined : group?.ops[version - 1];
}

/** For the life line: the promise behind a violation. */
export function findSaved(devices: readonly StormDevice[], opId: string): Saved | undefined {
  for (const { saved } of devices) {
    const found = saved.find((one) => one.opId === opId);
    if (found) return found;
  }
  return undefined;
}
