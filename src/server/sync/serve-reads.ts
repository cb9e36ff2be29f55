/**
 * What a member may read: the log after a version, a snapshot, older messages. Each is answered from one view of
 * the store, in which membership is asked too: a leaver gets nothing after they left (I8).
 */

import { assert, must } from '#domain/assert.ts';
import type { MessageRow } from '#domain/rows.ts';
import { utf8Bytes } from '#domain/text.ts';
import type { CatchUp, CatchUpReply } from '#protocol/catch-up.ts';
import { toWireOp } from '#protocol/fields.ts';
import type { LedgerReply, LedgerRequest } from '#protocol/ledger.ts';
import { LIMITS } from '#protocol/limits.ts';
import type {
  BootstrapReply,
  Page,
  PageReply,
  PageRequest,
  SnapshotReply,
  SnapshotRequest,
} from '#protocol/snapshot.ts';
import type { LogView } from './log-store.ts';
import { readStanding } from './say-hello.ts';
import type { Session } from './session.ts';

/** A first screen of messages, in a few seconds of 2G; the rest comes by pages. */
const SNAPSHOT_MESSAGES: MessageLimit = { maxRows: 100, maxBytes: 16 * 1024 };

interface MessageLimit {
  readonly maxRows: number;
  readonly maxBytes: number;
}

export async function readCatchUp(view: LogView, session: Session, asked: CatchUp): Promise<CatchUpReply> {
  const refused = await refuse(view, session, asked);
  if (refused) return refused;
  const { groupId, after } = asked;
  const [head] = await view.getHeads([groupId]);
  // What follows has lost its words: hello tells the device to have the group anew.
  if (after < (head?.cleared ?? 0)) return { wait: 'epoch' };
  const entries = await view.listLog(groupId, after, {
    maxOps: LIMITS.catchUpPageMaxOps,
    maxBytes: Math.min(asked.maxBytes, LIMITS.catchUpPageMaxBytes),
  });
  return {
    epoch: view.epoch.epoch,
    groupId,
    from: after + 1,
    ops: entries.map(({ op }) => toWireOp(op)),
    head: head?.head ?? 0,
  };
}

export async function readSnapshot(
  view: LogView,
  session: Session,
  asked: SnapshotRequest,
): Promise<SnapshotReply> {
  const refused = await refuse(view, session, asked);
  if (refused) return refused;
  const { groupId } = asked;
  const head = must((await view.getHeads([groupId]))[0], 'the head of a group with members');
  const group = await view.getRow({ groupId, table: 'groups', id: groupId });
  assert(group?.table === 'groups', 'a group with members has its row');
  const members = await view.listMembers(groupId);
  const marks = await view.listMarks([groupId]);
  return {
    epoch: view.epoch.epoch,
    groupId,
    version: head.head,
    chain: head.chain,
    counts: { messages: await view.countRows(groupId, 'messages'), members: members.length },
    group: group.row,
    members,
    marks: marks.map(({ memberId, delivered, read }) => ({ memberId, delivered, read })),
    ...(await readMessages(view, groupId, Number.MAX_SAFE_INTEGER, SNAPSHOT_MESSAGES)),
  };
}

export async function readBootstrap(
  view: LogView,
  session: Session,
  asked: SnapshotRequest,
): Promise<BootstrapReply> {
  const snapshot = await readSnapshot(view, session, asked);
  if (!('messages' in snapshot)) return snapshot;
  const [head] = await view.getHeads([asked.groupId]);
  const parked = head && head.parkedBytes > 0 ? await view.listParked(asked.groupId) : [];
  return {
    ...snapshot,
    parked: parked.map(({ version, targetId, op }) => ({ version, targetId, op: toWireOp(op) })),
  };
}

export async function readPage(view: LogView, session: Session, asked: PageRequest): Promise<PageReply> {
  const refused = await refuse(view, session, asked);
  if (refused) return refused;
  const { groupId, olderThan, maxRows } = asked;
  const [head] = await view.getHeads([groupId]);
  return {
    epoch: view.epoch.epoch,
    groupId,
    asOf: head?.head ?? 0,
    ...(await readMessages(view, groupId, olderThan, { maxRows, maxBytes: LIMITS.catchUpPageMaxBytes })),
  };
}

export async function readLedger(
  view: LogView,
  session: Session,
  asked: LedgerRequest,
): Promise<LedgerReply> {
  const refused = await refuse(view, session, asked);
  if (refused) return refused;
  const { groupId, olderThan, maxRows } = asked;
  const [head] = await view.getHeads([groupId]);
  const found = await view.listLedgerBefore(groupId, olderThan, maxRows);
  const fitting = takeFitting(found, LIMITS.catchUpPageMaxBytes);
  const isEnd = fitting.length === found.length && found.length < maxRows;
  const oldest = fitting.at(-1)?.row.version ?? null;
  // What a healing server had parked comes into being together: a version is never cut in two.
  const last = oldest === null ? [] : await view.listLedgerIn(groupId, oldest, oldest);
  const newer = fitting.filter(({ row }) => row.version !== oldest);
  return {
    epoch: view.epoch.epoch,
    groupId,
    asOf: head?.head ?? 0,
    rows: [...last, ...newer.reverse()],
    olderThan: isEnd ? null : oldest,
  };
}

/** Why this account may not read of this group now; undefined: it may. */
export async function refuse(
  view: LogView,
  { accountId }: Session,
  { epoch, groupId }: { readonly epoch: string; readonly groupId: string },
) {
  if (epoch !== view.epoch.epoch) return { wait: 'epoch' as const };
  const own = await view.listAccessOf([accountId]);
  const standing = await readStanding(
    view,
    own.filter((one) => one.groupId === groupId),
  );
  if (standing === 'unknown') return { wait: 'unknown-group' as const };
  if (standing === 'member') return undefined;
  if (standing === 'held') return { wait: 'approval' as const };
  return { epoch, groupId, gone: standing.reason, version: standing.version };
}

/** The newest messages below `olderThan` that fit a page, listed oldest to newest. */
async function readMessages(view: LogView, groupId: string, olderThan: number, limit: MessageLimit) {
  const { maxRows, maxBytes } = limit;
  const rows = await view.listMessagesBefore(groupId, olderThan, maxRows);
  const fitting = takeFitting(rows, maxBytes);
  const oldest = fitting.at(-1);
  const isEnd = oldest === undefined || (fitting.length === rows.length && rows.length < maxRows);
  return { messages: thaw(fitting.reverse()), olderThan: isEnd ? null : oldest.version };
}

/** As many from the beginning as weigh no more than `maxBytes` together; at least one. */
function takeFitting<R extends object>(rows: readonly R[], maxBytes: number): R[] {
  const fitting: R[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += utf8Bytes(JSON.stringify(row));
    if (fitting.length > 0 && bytes > maxBytes) break;
    fitting.push(row);
  }
  return fitting;
}

/** The wire's rows are the domain's, spelled without `readonly`; nobody here changes them. */
const thaw = (rows: MessageRow[]): Page['messages'] => rows as unknown as Page['messages'];
