/**
 * Takes the words and the name of somebody who had their account deleted out of one group: out of its rows, for everybody
 * who hears the log, and out of the log itself.
 *
 *   the log, a page at a time ─→ message.erased (their lines, and notices that name them)  ┐ one
 *                             ─→ salt and body of their ops replaced by the body's hash    ┘ commit
 *   at its end                ─→ member.erased: no name, no membership. After it all is done
 *
 * Killed between two commits, it is begun again from the erasure ledger, and does over what is not done. Hash, chain and
 * verdicts stay, so every device can still prove its log; amounts will too: they are not words.
 */

import { must } from '#domain/assert.ts';
import { ERASED_AT_ONCE_MAX, isErasure } from '#domain/erasure-ops.ts';
import type { Op } from '#domain/op.ts';
import { getDefinition } from '#domain/op-types.ts';
import { measureOp } from '#protocol/canonical.ts';
import { toWireOp } from '#protocol/fields.ts';
import { eraseEntry } from './erase-entry.ts';
import { appendDraft } from './forget-keys.ts';
import { listLedgerWords } from './list-ledger-words.ts';
import { listPlanWords } from './list-plan-words.ts';
import type { ErasedEntry, LogEntry, LogStore } from './log-store.ts';
import { listPushReads, withRoster } from './push-batch.ts';
import { type DraftContext, PushDraft } from './push-draft.ts';

export interface MemberOfAccount {
  readonly groupId: string;
  readonly memberId: string;
  readonly accountId: string;
}

export interface EraseOptions {
  readonly store: LogStore;
  /** Epoch ms. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** No device can have an id like this one. */
const LANE = 'erasure';
const PAGE = { maxOps: ERASED_AT_ONCE_MAX, maxBytes: 1024 * 1024 };

/** Resolves with the group's head after it; undefined: there is nothing (any more) to erase. */
export async function eraseMember(
  options: EraseOptions,
  member: MemberOfAccount,
): Promise<number | undefined> {
  const { store } = options;
  const { groupId, memberId } = member;
  const row = await store.read((view) => view.getRow({ groupId, table: 'members', id: memberId }));
  if (row?.table !== 'members') return undefined;
  const isHidden = row.row.name === '' && row.row.nameHidden === true;
  // A removal ledger may have said the end of it to a restored log that has all the words: the beginning tells.
  if (isHidden && !(await hasWordsAt(store, member, row.row.version))) return undefined;
  let head: number | undefined;
  const done = new Set<string>();
  for (let after = 0; ; ) {
    const entries = await store.read((view) => view.listLog(groupId, after, PAGE));
    const last = entries.at(-1);
    if (!last) break;
    after = last.version;
    head = (await erasePage(options, member, { entries, done })) ?? head;
  }
  if (isHidden) return head;
  return commit(options, member, { ops: [{ type: 'member.erased', body: {} }], erased: [] });
}

/** Whether the op that brought them in still has what an erasure takes out. */
async function hasWordsAt(
  store: LogStore,
  { groupId, memberId }: MemberOfAccount,
  version: number,
): Promise<boolean> {
  const [entry] = await store.read((view) => view.listLog(groupId, version - 1, { ...PAGE, maxOps: 1 }));
  return entry !== undefined && eraseWords(entry, memberId) !== undefined;
}

async function erasePage(
  options: EraseOptions,
  member: MemberOfAccount,
  { entries, done }: { readonly entries: readonly LogEntry[]; readonly done: Set<string> },
): Promise<number | undefined> {
  const about = entries.filter(({ op }) => isAbout(op, member.memberId) && !isErasure(op));
  const lines = new Set(about.flatMap(({ op }) => lineOf(op, member.memberId) ?? []));
  const worded = about.filter((entry) => eraseWords(entry, member.memberId) !== undefined);
  const erased = worded.flatMap((entry) => eraseWords(entry, member.memberId) ?? []);
  const ledger = await listLedgerWords(options.store, member.memberId, worded, done);
  if (lines.size === 0 && erased.length === 0) return undefined;
  const messageIds = [...lines];
  const spoken = messageIds.length === 0 ? [] : [{ type: 'message.erased', body: { messageIds } }];
  return commit(options, member, { ops: [...spoken, ...ledger, ...listPlanWords(worded)], erased });
}

function isAbout(op: Op, memberId: string): boolean {
  return op.actorId === memberId || op.body.memberId === memberId;
}

/** The line of the conversation that holds their words or names them: a message has an id of its own, a notice its op's. */
function lineOf(op: Op, memberId: string): string | undefined {
  const { messageId } = op.body;
  // An expense names the message it was read from, and is told by a notice.
  const isInTalk = /^(message|reaction)\./.test(op.type);
  if (!isInTalk || typeof messageId !== 'string') return op.opId;
  const isWritten = op.actorId === memberId && getDefinition(op)?.erases !== undefined;
  return isWritten ? messageId : undefined;
}

function eraseWords(entry: LogEntry, memberId: string): ErasedEntry | undefined {
  return entry.op.actorId === memberId ? eraseEntry(entry) : undefined;
}

interface Erasure {
  readonly ops: readonly Pick<Op, 'type' | 'body'>[];
  readonly erased: readonly ErasedEntry[];
}

/** The server's own word: judged by nobody's rights, because it is in nobody's. */
function commit(
  { store, now, newId }: EraseOptions,
  { groupId, memberId, accountId }: MemberOfAccount,
  { ops, erased }: Erasure,
): Promise<number | undefined> {
  const at = now();
  const made = ops.map(({ type, body }): Op => {
    return { opId: newId(), groupId, actorId: memberId, at, type, v: 1, salt: newId(), body };
  });
  return store.transact(async (tx) => {
    const heads = await tx.lockHeads([groupId], new Set());
    if (heads.length === 0) return undefined;
    const { epoch } = tx.epoch;
    const batch = (firstSeq: number) => ({
      session: { accountId, deviceId: LANE },
      push: { epoch, groupId, deviceId: LANE, firstSeq, ops: made.map(toWireOp) },
      ops: made.map((op) => ({ op, ...measureOp(op) })),
      connection: undefined,
    });
    const reads = listPushReads([batch(1)]);
    const state = withRoster(await tx.loadForPush(reads), await tx.loadRosters([groupId]));
    const context: DraftContext = {
      epoch: tx.epoch,
      now: at,
      condemned: new Set(),
      forkedLanes: new Set(),
      isRemembered: true,
    };
    const draft = new PushDraft(context, heads, reads.lanes, state, []);
    const { head } = draft.decide(batch(must(state.lastSeqs[0], 'the lane') + 1));
    await appendDraft(tx, draft, erased);
    return head;
  });
}
