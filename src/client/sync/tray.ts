/** What a person decides about ops that were refused or not sent yet. Nothing here ever drops an op by itself. */
import type { DeviceStore, DeviceTable, ReadTransaction } from '#client/platform/device-store.ts';
import { holdsOp } from '#client/store/holds-op.ts';
import type { TrayEntry } from '#client/store/tables.ts';
import { listAttachments, withoutAttachments } from '#domain/apply-op.ts';
import type { Op } from '#domain/op.ts';
import { getDefinition } from '#domain/op-types.ts';
import { appendOnce } from './append-once.ts';
import type { CommitPorts } from './commit-intents.ts';
import { appendOps, COMMIT_TABLES } from './commit-ops.ts';
import type { CommitError, CommitResult } from './engine-types.ts';
import { stampOp } from './stamp-op.ts';

const TRAY_TABLES = [
  ...COMMIT_TABLES,
  'blobParts',
  'tray',
  'memberships',
] as const satisfies readonly DeviceTable[];

/**
 * The refused op's intent as a new op of who they are now, new opId, same entity id; in the outbox in the step that empties the tray.
 * A photo that is not on this device any more cannot be promised: the words go without it, and one without words stays.
 */
export function retryFromTray(
  ports: CommitPorts,
  opId: string,
): Promise<CommitResult & { groupId?: string }> {
  return appendOnce<CommitResult & { groupId?: string }>(ports, TRAY_TABLES, async (tx) => {
    const entry = await tx.get('tray', opId);
    if (!entry) return { ok: true, opIds: [] };
    if (!holdsOp(entry)) return { ok: false, error: 'invalid' };
    const { groupId } = entry;
    const membership = await tx.get('memberships', groupId);
    const isEntry = getDefinition(entry.op)?.permission.roles === 'anyone';
    // They may have come in as somebody else since (part-from-former.ts).
    const actorId = membership?.memberId ?? entry.op.actorId;
    const lost = await listLost(tx, entry.op);
    const op = stampOp(ports.random, ports.at, {
      ...withoutAttachments(entry.op, (blobId) => lost.has(blobId)),
      actorId,
    });
    const appended = await appendOps(tx, [
      { op, proof: isEntry ? (membership?.inviteSecret ?? null) : null },
    ]);
    if (!appended.ok) return { ok: false, error: appended.error satisfies CommitError };
    if (isEntry && membership)
      await tx.put('memberships', [{ ...membership, state: 'joining', waiting: null }]);
    await tx.remove('tray', [entry.opId]);
    return { ok: true, opIds: [op.opId], groupId };
  });
}

/** The photos it names that the server may lack and that are not here to be sent. */
async function listLost(tx: ReadTransaction, op: Op): Promise<ReadonlySet<string>> {
  const lost = new Set<string>();
  for (const { blobId } of listAttachments(op)) {
    const row = await tx.get('blobs', [op.groupId, blobId]);
    const isHere = row && (!row.owed || (await tx.get('blobParts', [op.groupId, blobId, 'whole'])));
    if (!isHere) lost.add(blobId);
  }
  return lost;
}

/** Takes the entry out and hands it over, for undo. */
export function discardFromTray(store: DeviceStore, opId: string): Promise<TrayEntry | undefined> {
  return store.write(['tray'], async (tx) => {
    const entry = await tx.get('tray', opId);
    if (entry) await tx.remove('tray', [opId]);
    return entry;
  });
}
