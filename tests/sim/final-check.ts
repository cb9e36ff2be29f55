/** What must hold when the last fault is over and everything is at rest. */
import type { Op } from '#domain/op.ts';
import { type GroupRow, type MemberRow, type MessageRow, PAGED_TABLES, type PagedRow } from '#domain/rows.ts';
import type { MemoryLogDatabase } from '#tests/support/memory-log-store.ts';
import { isOp } from './bit-rot.ts';
import { lacksText } from './check-plans.ts';
import type { Checker } from './checker.ts';
import { listDifferences, listWrongBalances, type Rows, rowsOfDevice } from './compare-rows.ts';
import type { DraftLedger } from './draft-ledger.ts';
import type { Ledger, Promised } from './ledger.ts';
import { knowsLink, naiveLinkId } from './naive-links.ts';
import { naiveJson } from './naive-model.ts';
import type { NaiveGroup } from './naive-rows.ts';
import type { ApplyText } from './plan-texts.ts';
import type { PlanWords } from './plan-words.ts';
import type { SimDevice } from './sim-device.ts';

export interface Rest {
  readonly checker: Checker;
  readonly ledger: Ledger;
  readonly drafts: DraftLedger;
  readonly words: PlanWords;
  readonly applyText: ApplyText;
  readonly database: MemoryLogDatabase;
  readonly devices: readonly SimDevice[];
  /** Device and server lost, each on its own, what would prove that this member is this person. */
  readonly isForgotten: (device: SimDevice, memberId: string) => boolean;
}

export interface Unrest {
  readonly what: string;
  readonly groupId: string;
  readonly opId?: string;
}

/**
 * Why it is not at rest yet; empty when it is. `patience`: something may still change. When it is over, two waits
 * are honest, and only while no device holds the op that would end them: for a group that nobody can bring back any
 * more, and for a membership that was lost at every place that had it.
 */
export function listUnrest(rest: Rest, patience: 'left' | 'over'): Unrest[] {
  const { checker, database, devices, isForgotten } = rest;
  const unrest: Unrest[] = [];
  const isLinkOwed = (groupId: string, linkId: unknown): boolean =>
    devices.some((device) =>
      listOwed(device, checker.epoch).some(
        (op) =>
          op.groupId === groupId &&
          op.type === 'invite.created' &&
          naiveLinkId(String(op.body.hash)) === linkId,
      ),
    );
  for (const device of devices) {
    const memberships = device.database.rows('memberships');
    const isHonest = (groupId: string): boolean => {
      const membership = memberships.find((row) => row.groupId === groupId);
      if (membership === undefined) return false;
      const { waiting, memberId } = membership;
      // Nobody has answered yet, and nobody has to.
      if (checker.group(groupId)?.naive.members.get(memberId)?.out === 'waiting' && waiting === 'approval')
        return true;
      if (patience === 'left') return false;
      if ((waiting === 'unknown-group' || waiting === 'auth') && isForgotten(device, memberId)) return true;
      if (waiting !== 'healing' && waiting !== 'unknown-group') return false;
      const naive = checker.group(groupId)?.naive;
      if (isIn(naive, memberId)) return false;
      const ending = (op: Op): boolean =>
        naive === undefined
          ? op.type === 'group.created'
          : op.type === 'member.joined' &&
            op.actorId === memberId &&
            !naive.members.has(memberId) &&
            // A link that was lost at every place that had it lets nobody in, and nobody can say that it is no more.
            (knowsLink(naive, op.body.inviteId) || isLinkOwed(groupId, op.body.inviteId));
      return !devices.some((one) =>
        listOwed(one, checker.epoch).some((op) => op.groupId === groupId && ending(op)),
      );
    };
    const epoch = device.database.rows('meta').find(({ name }) => name === 'epoch')?.value;
    for (const { groupId } of device.database.rows('cursors')) {
      // As far as another history went it may look at rest by chance.
      if (epoch !== checker.epoch) unrest.push({ what: `${device.name} is in an earlier history`, groupId });
    }
    for (const { groupId, opId, seq, version } of device.database.rows('outbox')) {
      if (isHonest(groupId)) continue;
      const what = `${device.name} still owes ${opId} (number ${seq}, version ${version}) in ${groupId}`;
      unrest.push({ what, groupId, opId });
    }
    for (const { groupId, planId } of device.database.rows('typed')) {
      unrest.push({ what: `${device.name} has not made an op of what was typed into ${planId}`, groupId });
    }
    for (const { opId, groupId, op } of device.database.rows('tray')) {
      if (!isOp(op))
        unrest.push({ what: `${device.name} keeps ${opId} in the tray as what nobody can read`, groupId });
    }
    for (const groupId of listGroupsOfAccount(database, device)) {
      if (memberships.some((row) => row.groupId === groupId)) continue;
      unrest.push({ what: `${device.name} was never told that its person is in ${groupId}`, groupId });
    }
    for (const { groupId, memberId, state } of memberships) {
      const naive = checker.group(groupId)?.naive;
      const note = (what: string): void => {
        unrest.push({ what: `${device.name} ${what}`, groupId });
      };
      if (isHonest(groupId)) continue;
      // One member of another account's holds the whole connection, until the person signs in.
      if (memberships.some((row) => row.waiting === 'auth' && isHonest(row.groupId))) continue;
      const isMember = isIn(naive, memberId);
      if (isMember && state !== 'member') note(`is a member of ${groupId}, shown as ${state}`);
      if (!isMember && state === 'member') note(`left ${groupId}, shown as ${state}`);
      if (state === 'joining') note(`is still joining ${groupId}`);
      if (state !== 'member' || naive === undefined) continue;
      // Every build is the newest one by then.
      if (device.database.rows('unknown').some((row) => row.groupId === groupId)) {
        note(`keeps an op of ${groupId} that it understands by now`);
      }
      const cursor = device.database.rows('cursors').find((row) => row.groupId === groupId);
      if (cursor?.version !== naive.version) {
        note(`stands at ${cursor?.version ?? 'nothing'} of ${naive.version} in ${groupId}`);
      } else if (lacksText(device, groupId)) {
        note(`has not all texts of ${groupId}`);
      } else if (typeof cursor.ledgerOlderThan === 'number') {
        note(`has not all of the accounts of ${groupId}`);
      } else if (cursor.chain !== naive.chains[naive.version]) {
        note(`stands at version ${naive.version} of another history of ${groupId}`);
      }
    }
  }
  if (unrest.length > 0 || patience === 'over' || !checker.hasDamage) return unrest;
  // What was damaged is found by the digests of the next start; if it is not, `checkAtRest` says what differs.
  return devices.flatMap((device) => [...listWrong(rest, device)]);
}

function isIn(naive: NaiveGroup | undefined, memberId: string): boolean {
  return naive?.deletedAt === null && (naive.members.get(memberId)?.active ?? false);
}

/** Groups whose reader this device's session is, as the server has it. */
function listGroupsOfAccount(database: MemoryLogDatabase, device: SimDevice): string[] {
  const account = device.database.rows('meta').find(({ name }) => name === 'account')?.value;
  const accountId = (account as { accountId: string } | undefined)?.accountId;
  return [...database.image.groups].flatMap(([groupId, { access }]) =>
    [...access.values()].some((one) => one.active && one.accountId === accountId) ? [groupId] : [],
  );
}

/** What a device will still push: its outbox, and what it kept from another history. */
function listOwed({ database }: SimDevice, epoch: string | undefined): Op[] {
  const waiting = database.rows('outbox').filter(({ version }) => version === null);
  const kept = database.rows('kept').filter((one) => one.epoch !== epoch);
  return [...waiting, ...kept].map(({ op }) => op).filter(isOp);
}

export function checkAtRest(rest: Rest): void {
  checkPromises(rest, 'rest');
  checkRefused(rest);
  checkLanes(rest);
  checkServerRows(rest);
  for (const device of rest.devices) {
    checkLossTold(rest, device);
    checkDrafts(rest, device);
    checkOnce(rest, device);
    checkOrder(rest, device);
    for (const { what, groupId } of listWrong(rest, device)) rest.checker.fail('I6', what, { groupId });
  }
}

/** I1. Also true at any moment of a run, and then asked too; in a storm what is lost may still be in a copy alone. */
export function checkPromises({ checker, ledger, devices }: Rest, when: 'storm' | 'rest'): void {
  const held = new Map<string, string[]>();
  const note = ({ opId, op }: { readonly opId: string; readonly op: Op }): void => {
    if (isOp(op)) held.set(opId, [...(held.get(opId) ?? []), naiveJson(op.body)]);
  };
  for (const { database, shelf } of devices) {
    const copied = when === 'storm' ? (shelf?.promise.owed ?? []) : [];
    for (const row of [...database.rows('outbox'), ...database.rows('tray'), ...copied]) note(row);
    // A server that went back in time gets its acked ops back from here.
    for (const row of checker.epochs > 1 ? database.rows('kept') : []) {
      if (row.epoch !== checker.epoch) note(row);
    }
  }
  for (const promised of ledger.promised.values()) {
    // A copy of this profile had it as it was first, and sent it so.
    const isCopied = devices.some(
      ({ name }) => name !== promised.device && isSamePhone(name, promised.device),
    );
    checkPromise(checker, held, isCopied ? promised : { ...promised, before: undefined });
  }
}

const isSamePhone = (a: string, b: string): boolean => a.split('-')[0] === b.split('-')[0];

function checkPromise(
  checker: Checker,
  held: ReadonlyMap<string, readonly string[]>,
  promised: Promised,
): void {
  const { opId, groupId, state, device } = promised;
  if (state !== 'kept' && state !== 'lost') return;
  const group = checker.group(groupId);
  const version = group?.versionsByOp.get(opId);
  const logged = version === undefined ? undefined : group?.log[version - 1];
  if (state === 'lost') {
    // Nobody has to have it any more; who has it all the same, from a copy, has what was written.
    if (!logged || promised.body === null || naiveJson(logged.body) === promised.body) return;
    const what = `${device} saved ${promised.body}; what came back is ${naiveJson(logged.body)}`;
    checker.fail('I1', what, { opId, groupId });
    return;
  }
  // Under one opId two may have said two things, a device and its clone: what the log did not take is in a tray.
  const found = [...(logged ? [naiveJson(logged.body)] : []), ...(held.get(opId) ?? [])];
  if (found.length === 0) {
    checker.fail('I1', `${device} said ${promised.type} was saved; it is nowhere`, { opId, groupId });
  } else if (
    promised.body !== null &&
    ![promised.body, promised.before].some((one) => found.includes(one ?? ''))
  ) {
    checker.fail('I1', `${device} saved ${promised.body}; what is kept is ${found}`, { opId, groupId });
  }
}

/** Who was told "not saved" writes it again: then it must not be there twice. */
function checkRefused({ checker, ledger }: Rest): void {
  for (const groupId of checker.groupIds) {
    for (const { opId, type, body } of checker.group(groupId)?.log ?? []) {
      if (type !== 'message.sent' || !ledger.refused.has(String(body.messageId))) continue;
      checker.fail('I3', 'a message that was said not to be saved was sent all the same', { groupId, opId });
    }
  }
}

/** I4. */
function checkLanes({ checker, database }: Rest): void {
  for (const [groupId, group] of database.image.groups) {
    for (const [lane, verdicts] of group.lanes) {
      let last = 0;
      verdicts.forEach(({ seq, verdict, first, opId }, i) => {
        if (seq !== i + 1) checker.fail('I4', `number ${i + 1} of lane ${lane} has no verdict`, { groupId });
        if (!first || typeof verdict !== 'number') return;
        if (verdict <= last) {
          checker.fail('I4', `number ${seq} of lane ${lane} is version ${verdict}, after ${last}`, {
            groupId,
            opId,
          });
        }
        last = verdict;
      });
    }
  }
}

/** What went with a database can not be found anywhere: then it is said. */
function checkLossTold({ checker }: Rest, { name, database, owesWord }: SimDevice): void {
  if (!owesWord || database.rows('meta').some((row) => row.name === 'loss')) return;
  checker.fail('I1', `${name} lost its database, could know it, and told nobody`);
}

/** I1 for what was typed and not sent. */
function checkDrafts({ checker, drafts }: Rest, device: SimDevice): void {
  for (const { groupId, text } of drafts.listLost(device)) {
    checker.fail('I1', `${device.name} kept ${JSON.stringify(text)} as a draft; it is nowhere`, { groupId });
  }
}

/** I3 for the person's eyes: what is in the log does not lie in the tray, as if it had not been sent. */
function checkOnce({ checker, devices }: Rest, { name, database, shelf }: SimDevice): void {
  if (!shelf) return;
  const isCopied = devices.some((other) => other.name !== name && isSamePhone(other.name, name));
  for (const { opId, groupId, op, kind } of database.rows('tray')) {
    // Of a row that went bad, or came back without its photo, nobody here can say whether it had been sent before.
    if (kind === 'damaged' || kind === 'photo-missing') continue;
    // Sent by the phone that its file was carried to, whose person left the group then: nobody tells who is out.
    if (kind === 'gone' && isCopied) continue;
    const version = checker.group(groupId)?.versionsByOp.get(opId);
    const logged = version === undefined ? undefined : checker.group(groupId)?.log[version - 1];
    if (!logged || !isOp(op) || naiveJson(logged.body) !== naiveJson(op.body)) continue;
    const what = `${name} shows ${op.type} in its tray, and the log has it at ${version}`;
    checker.fail('I3', what, { opId, groupId });
  }
}

/** I10: what one person wrote in a group stands in the log in the order they wrote it. */
function checkOrder({ checker, ledger, devices, database }: Rest, device: SimDevice): void {
  // What lies beside a restored database says first what ended, before anybody is back to say it in its place.
  const isSaidBeside = (groupId: string, opId: string): boolean =>
    database.image.groups.get(groupId)?.decided.get(opId)?.deviceId === 'removal-ledger';
  // A copy of this profile sent it once its photos were up: after what was written meanwhile, as that copy has it.
  const isMovedElsewhere = (opId: string): boolean =>
    devices.some((other) => other !== device && other.movedToEnd.has(opId));
  const lastByGroup = new Map<string, number>();
  for (const { opId, groupId } of [...device.appended].sort((a, b) => a.order - b.order)) {
    const version = checker.group(groupId)?.versionsByOp.get(opId);
    if (version === undefined || isMovedElsewhere(opId) || isSaidBeside(groupId, opId)) continue;
    // Taken back here, and sent later by a copy of this profile all the same.
    if (ledger.promised.get(opId)?.state !== 'kept') continue;
    // Refused here, and sent by a copy of this profile to a restored server that had lost the refusal.
    if (device.refused.has(opId)) continue;
    const last = lastByGroup.get(groupId) ?? 0;
    if (version < last) {
      checker.fail('I10', `${device.name} wrote it after what is at version ${last}; it is at ${version}`, {
        opId,
        groupId,
      });
    }
    lastByGroup.set(groupId, Math.max(last, version));
  }
}

/** I6 for the server's own rows, from which snapshots and permissions come. */
function checkServerRows({ checker, database }: Rest): void {
  for (const [groupId, state] of database.image.groups) {
    const naive = checker.group(groupId)?.naive;
    if (naive === undefined) continue;
    const rows = [...state.rows.values()];
    const of = <T>(table: string): T[] =>
      rows.filter((one) => one.table === table).map((one) => one.row as T);
    const held = {
      groups: of<GroupRow>('groups'),
      members: of<MemberRow>('members'),
      messages: of<MessageRow>('messages'),
      olderThan: null,
      ledger: PAGED_TABLES.flatMap((table) => of<PagedRow>(table)),
      isLedgerArriving: false,
    };
    const wrong = [
      ...compare('the server', groupId, naive, held),
      ...compareParked('the server', groupId, naive, state.parked),
    ];
    for (const { what } of wrong) checker.fail('I6', what, { groupId });
  }
}

/** Who holds all messages parks what waits for one that nobody has, and nothing else. */
function* compareParked(
  who: string,
  groupId: string,
  naive: NaiveGroup,
  parked: readonly { readonly version: number }[],
): Generator<Unrest> {
  const found = naiveJson(parked.map(({ version }) => version).sort((a, b) => a - b));
  const wanted = naiveJson(naive.parked.map(({ version }) => version));
  if (found !== wanted) yield { what: `${who} parks ${found}, the log says ${wanted}`, groupId };
}

/** I6 for one device: what differs from the log in groups whose head it has reached. */
function* listWrong(rest: Rest, device: SimDevice): Generator<Unrest> {
  const { checker } = rest;
  const { database } = device;
  for (const { groupId, state } of database.rows('memberships')) {
    const naive = checker.group(groupId)?.naive;
    const cursor = database.rows('cursors').find((row) => row.groupId === groupId);
    if (naive === undefined || state !== 'member' || cursor?.version !== naive.version) continue;
    // The server compares nothing with who is nobody to it: what went bad, and was copied so, stays until they sign in.
    if (checker.isDamaged(groupId) && isStranger(rest, device, groupId)) continue;
    yield* compare(device.name, groupId, naive, rowsOfDevice(device, groupId));
    const isLedgerHere = typeof cursor.ledgerOlderThan !== 'number';
    for (const what of isLedgerHere ? listWrongBalances(device, groupId, naive) : []) {
      yield { what: `${device.name} shows ${what}`, groupId };
    }
    if (cursor.olderThan === null && isLedgerHere) {
      const parked = database.rows('parked').filter((row) => row.groupId === groupId);
      yield* compareParked(device.name, groupId, naive, parked);
    }
  }
}

/** To the server, in this group; one membership of another account's holds the whole connection. */
function isStranger({ isForgotten }: Rest, device: SimDevice, groupId: string): boolean {
  return device.database.rows('memberships').some(({ groupId: waitingId, memberId, waiting }) => {
    const isHeld = waiting === 'auth' || (waiting === 'unknown-group' && waitingId === groupId);
    return isHeld && isForgotten(device, memberId);
  });
}

function* compare(who: string, groupId: string, naive: NaiveGroup, rows: Rows): Generator<Unrest> {
  for (const { id, found, wanted } of listDifferences(groupId, naive, rows)) {
    const said = wanted === undefined ? 'which the log does not know' : `the log says ${wanted}`;
    yield { what: `${who} shows ${id} as ${found ?? 'nothing'}, ${said}`, groupId };
  }
}
