/**
 * Who left which group, was removed from it, or had it deleted under them, remembered outside the database: a restored
 * backup must not let anybody in again.
 *
 *   commit that ends a membership ─→ ledger (on its disk before the ack) ──restore──→ the leave is committed again,
 *                                                                                     before the doors open
 *
 * The ledger holds ops without content, so that a leave returns as the very op it was: its device, which brings it home
 * too, is told its verdict. Who came back before the backup was lost is remembered as well, and stays in.
 */

import { listReads } from '#domain/apply-op.ts';
import { must } from '#domain/assert.ts';
import type { Op } from '#domain/op.ts';
import { measureOp } from '#protocol/canonical.ts';
import { toWireOp } from '#protocol/fields.ts';
import { type LogStore, LogStoreError, type LogTransaction, type PushWrites } from './log-store.ts';
import { goneReasonOf } from './membership-rules.ts';
import { withRoster } from './push-batch.ts';
import { type DraftContext, PushDraft } from './push-draft.ts';

/** The last that is known of one member of one group. */
export interface LedgerLine {
  readonly groupId: string;
  readonly memberId: string;
  readonly epoch: string;
  readonly version: number;
  /** Epoch ms, server clock: orders lines of different epochs. */
  readonly at: number;
  /** The op that ended the membership; null: they came in again. */
  readonly left: Op | null;
}

export interface RemovalLedger {
  /** The last line of each member it knows. */
  list(): readonly LedgerLine[];
  /** The last line of that member. */
  get(groupId: string, memberId: string): LedgerLine | undefined;
  /** Resolves when the lines are on disk, or kept for the next try. Never rejects: the commit has happened. */
  record(lines: readonly LedgerLine[]): Promise<void>;
}

/** Was this member put out by others, as far as the ledger knows? Who left by themself brings that home themself. */
export function wasPutOut(ledger: RemovalLedger, groupId: string, memberId: string): boolean {
  const last = ledger.get(groupId, memberId)?.left;
  return last !== undefined && last !== null && goneReasonOf(last.type) !== 'left';
}

/** The same store, whose commits are told to the ledger before anybody hears of them. `now`: epoch ms. */
export function recordRemovals(store: LogStore, ledger: RemovalLedger, now: () => number): LogStore {
  return {
    async transact(run) {
      const lines: LedgerLine[] = [];
      try {
        return await store.transact((tx) =>
          run(watch(tx, (writes) => lines.push(...listLines(tx, writes, now())))),
        );
      } catch (error) {
        // It may be committed; and the person asked for it.
        if (!(error instanceof LogStoreError && error.kind === 'outcome-unknown')) lines.length = 0;
        throw error;
      } finally {
        // Nearly always none, and then nothing is looked at. A first join is no news: nothing says otherwise.
        const known = new Set(lines.length > 0 ? ledger.list().map(nameOf) : []);
        const news = lines.filter((line) => line.left !== null || known.has(nameOf(line)));
        if (news.length > 0) await ledger.record(news);
      }
    },
    read: (run) => store.read(run),
    raiseMarks: (marks) => store.raiseMarks(marks),
  };
}

/**
 * Commits every leave of the ledger that this database does not know, and returns the lines of those who came in again
 * without the ledger hearing of it. Does nothing where nothing was lost.
 */
export async function applyRemovals(
  store: LogStore,
  ledger: RemovalLedger,
  now: number,
): Promise<{ readonly applied: number }> {
  let applied = 0;
  const back: LedgerLine[] = [];
  for (const line of ledger.list()) {
    if (line.left === null) continue;
    const outcome = await store.transact((tx) =>
      applyRemoval(tx, must(line.left, 'a leave'), line.memberId, now),
    );
    if (outcome.kind === 'applied') applied += 1;
    else if (outcome.kind === 'came-back') {
      back.push({ ...line, epoch: outcome.epoch, version: outcome.version, at: now, left: null });
    }
  }
  if (back.length > 0) await ledger.record(back);
  return { applied };
}

type Outcome =
  | { readonly kind: 'applied' | 'nothing' }
  | { readonly kind: 'came-back'; readonly epoch: string; readonly version: number };

/** No device can have an id like this one. */
const LANE = 'removal-ledger';

async function applyRemoval(tx: LogTransaction, op: Op, memberId: string, now: number): Promise<Outcome> {
  const { groupId, opId, actorId } = op;
  const heads = await tx.lockHeads([groupId], new Set());
  if (heads.length === 0) return { kind: 'nothing' };
  const lane = { groupId, deviceId: LANE };
  const state = await tx.loadForPush({
    opIds: [{ groupId, opId }],
    lanes: [lane],
    rows: listReads(op).map((key) => ({ ...key, groupId })),
    members: [...new Set([actorId, memberId])].map((id) => ({ groupId, memberId: id })),
  });
  const access = state.access.find((one) => one.memberId === memberId);
  if (!access?.active) return { kind: 'nothing' };
  const { epoch } = tx.epoch;
  if (state.verdicts.length > 0) return { kind: 'came-back', epoch, version: access.version };
  // Its actor may not be who they were, or not be here at all: it was judged in the history that is lost.
  const context: DraftContext = {
    epoch: tx.epoch,
    now,
    condemned: new Set(),
    forkedLanes: new Set(),
    isRemembered: true,
  };
  const draft = new PushDraft(context, heads, [lane], withRoster(state, await tx.loadRosters([groupId])), []);
  const firstSeq = must(state.lastSeqs[0], 'the lane') + 1;
  draft.decide({
    session: { accountId: access.accountId, deviceId: LANE },
    push: { epoch, groupId, deviceId: LANE, firstSeq, ops: [toWireOp(op)] },
    ops: [{ op, ...measureOp(op) }],
    connection: undefined,
  });
  const writes = draft.writes();
  await tx.append(writes);
  return { kind: writes.entries.length > 0 ? 'applied' : 'nothing' };
}

function watch(tx: LogTransaction, seen: (writes: PushWrites) => void): LogTransaction {
  return {
    epoch: tx.epoch,
    lockHeads: (groupIds, create) => tx.lockHeads(groupIds, create),
    loadForPush: (reads) => tx.loadForPush(reads),
    loadRosters: (groupIds) => tx.loadRosters(groupIds),
    listParkedFor: (targets) => tx.listParkedFor(targets),
    append: (writes) => {
      seen(writes);
      return tx.append(writes);
    },
  };
}

function listLines({ epoch }: LogTransaction, { access, entries }: PushWrites, at: number): LedgerLine[] {
  return access.flatMap(({ groupId, memberId, version, active }) => {
    const entry = entries.find((one) => one.op.groupId === groupId && one.version === version);
    if (!entry) return [];
    return [{ groupId, memberId, epoch: epoch.epoch, version, at, left: active ? null : entry.op }];
  });
}

const nameOf = ({ groupId, memberId }: LedgerLine): string => `${groupId} ${memberId}`;
