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

import { must } from '#domain/assert.ts';
import type { Op } from '#domain/op.ts';
import { commitRemembered, loadRemembered } from './commit-remembered.ts';
import type { LogStore, LogTransaction, PushWrites } from './log-store.ts';
import { tellCommits } from './tell-commits.ts';

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

/** The same store, whose commits are told to the ledger before anybody hears of them. `now`: epoch ms. */
export function recordRemovals(store: LogStore, ledger: RemovalLedger, now: () => number): LogStore {
  return tellCommits(store, {
    list: (tx, writes) => listLines(tx, writes, now()),
    async record(lines) {
      // A first join is no news: nothing says otherwise.
      const known = new Set(ledger.list().map(nameOf));
      const news = lines.filter((line) => line.left !== null || known.has(nameOf(line)));
      if (news.length > 0) await ledger.record(news);
    },
  });
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

async function applyRemoval(tx: LogTransaction, op: Op, memberId: string, now: number): Promise<Outcome> {
  const loaded = await loadRemembered(tx, op, [memberId]);
  const access = loaded?.state.access.find((one) => one.memberId === memberId);
  if (!loaded || !access?.active) return { kind: 'nothing' };
  if (loaded.state.verdicts.length > 0) {
    return { kind: 'came-back', epoch: tx.epoch.epoch, version: access.version };
  }
  const isNew = await commitRemembered(tx, op, loaded, { accountId: access.accountId, now });
  return { kind: isNew ? 'applied' : 'nothing' };
}

function listLines({ epoch }: LogTransaction, { access, entries }: PushWrites, at: number): LedgerLine[] {
  return access.flatMap(({ groupId, memberId, version, active }) => {
    const entry = entries.find((one) => one.op.groupId === groupId && one.version === version);
    if (!entry) return [];
    return [{ groupId, memberId, epoch: epoch.epoch, version, at, left: active ? null : entry.op }];
  });
}

const nameOf = ({ groupId, memberId }: LedgerLine): string => `${groupId} ${memberId}`;
