/** How an op leaves the outbox: home in the log (then it is kept for healing) or refused (then the tray has it). */
import type { WriteTransaction } from '#client/platform/device-store.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import type { KeptOp, OutboxEntry, TrayEntry } from '#client/store/tables.ts';

/** `now`: server time as far as known, epoch ms. */
export async function retireCommitted(
  tx: WriteTransaction,
  entries: readonly (OutboxEntry & { version: number })[],
  from: { epoch: string; now: number },
): Promise<void> {
  if (entries.length === 0) return;
  const kept = entries.filter(holdsOp).map(({ opId, groupId, op, proof, version }): KeptOp => {
    return { opId, groupId, op, proof, version, epoch: from.epoch, keptSince: from.now };
  });
  await tx.put('kept', kept);
  await tx.remove(
    'outbox',
    entries.map((entry) => entry.order),
  );
}

/** Moves entries to the tray in one step with their removal, so that their text is never nowhere. */
export async function moveToTray(
  tx: WriteTransaction,
  entries: readonly (OutboxEntry & { kind: TrayEntry['kind'] })[],
  now: number,
): Promise<void> {
  if (entries.length === 0) return;
  const names = new Map<string, string>();
  for (const groupId of new Set(entries.map((entry) => entry.groupId))) {
    names.set(groupId, await nameOf(tx, groupId));
  }
  await tx.put(
    'tray',
    entries.map(({ opId, groupId, op, kind }) => {
      return { opId, groupId, groupName: names.get(groupId) ?? '', op, kind, since: now };
    }),
  );
  await tx.remove(
    'outbox',
    entries.map((entry) => entry.order),
  );
}

async function nameOf(tx: WriteTransaction, groupId: string): Promise<string> {
  const row = await tx.get('groups', [groupId, groupId]);
  if (row) return row.name;
  const membership = await tx.get('memberships', groupId);
  return membership?.invitedName ?? '';
}
