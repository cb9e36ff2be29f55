/**
 * Which links were revoked, remembered outside the database: a restored backup must not make one live again.
 *
 *   commit that revokes a link ─→ ledger (on its disk before the ack) ──restore──→ the link lets nobody in and shows nothing,
 *                                                                                  and the revocation is committed again
 *
 * A revoked link stays revoked for ever, so that the ledger's word is asked at every join and every preview, whatever the
 * rows say: the link may have been made after the backup and come home from its maker's device before its revocation does,
 * or have ended with the removal of somebody who is not in the backup at all.
 */
import { getInvite, listInvites } from '#domain/groups/invites.ts';
import type { Op } from '#domain/op.ts';
import { commitRemembered, loadRemembered } from './commit-remembered.ts';
import type { LogStore, LogTransaction, PushWrites } from './log-store.ts';
import { tellCommits } from './tell-commits.ts';

export interface RevocationLine {
  readonly groupId: string;
  readonly inviteId: string;
  /** Epoch ms, server clock. */
  readonly at: number;
  /** The op that says so; null: it ended with something else, a removal, or its op is not known any more. */
  readonly op: Op | null;
}

export interface RevocationLedger {
  list(): readonly RevocationLine[];
  has(groupId: string, inviteId: string): boolean;
  /** Resolves when the lines are on disk, or kept for the next try. Never rejects: the commit has happened. */
  record(lines: readonly RevocationLine[]): Promise<void>;
}

/** The same store, whose commits are told to the ledger before anybody hears of them. `now`: epoch ms. */
export function recordRevocations(store: LogStore, ledger: RevocationLedger, now: () => number): LogStore {
  return tellCommits(store, {
    list: (_tx, writes) =>
      listLines(writes, now()).filter(({ groupId, inviteId }) => !ledger.has(groupId, inviteId)),
    record: (lines) => ledger.record(lines),
  });
}

/** Commits every revocation of the ledger that this database does not know, of links that it has. */
export async function applyRevocations(
  store: LogStore,
  ledger: RevocationLedger,
  now: number,
): Promise<{ readonly applied: number }> {
  let applied = 0;
  for (const { inviteId, op } of ledger.list()) {
    if (op === null) continue;
    if (await store.transact((tx) => applyRevocation(tx, inviteId, op, now))) applied += 1;
  }
  return { applied };
}

async function applyRevocation(tx: LogTransaction, inviteId: string, op: Op, now: number): Promise<boolean> {
  const loaded = await loadRemembered(tx, op, []);
  if (!loaded || loaded.state.verdicts.length > 0) return false;
  const group = loaded.state.rows.find(({ table }) => table === 'groups');
  // A link that is not here yet comes home later, and its revocation after it, in the order they were made.
  const isLive = group?.table === 'groups' && getInvite(group.row, inviteId)?.revokedBy === null;
  if (!isLive) return false;
  const actor = loaded.state.access.find(({ memberId }) => memberId === op.actorId);
  return commitRemembered(tx, op, loaded, { accountId: actor?.accountId ?? op.actorId, now });
}

function listLines({ rows, entries }: PushWrites, at: number): RevocationLine[] {
  return rows.flatMap((change) => {
    if (change.table !== 'groups') return [];
    const { row } = change;
    return listInvites(row)
      .filter(({ revokedBy }) => revokedBy !== null)
      .map(({ inviteId }) => {
        const said = entries.find(
          ({ op }) =>
            op.groupId === row.groupId && op.type === 'invite.revoked' && op.body.inviteId === inviteId,
        );
        return { groupId: row.groupId, inviteId, at, op: said?.op ?? null };
      });
  });
}
