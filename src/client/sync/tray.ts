/** What a person decides about ops that were refused or not sent yet. Nothing here ever drops an op by itself. */
import type { DeviceStore, DeviceTable } from '#client/platform/device-store.ts';
import type { TrayEntry } from '#client/store/tables.ts';
import { holdsOp } from '#client/store/whole-entries.ts';
import { getDefinition } from '#domain/op-types.ts';
import { appendOnce } from './append-once.ts';
import type { CommitPorts } from './commit-intents.ts';
import { appendOps, COMMIT_TABLES } from './commit-ops.ts';
import type { CommitError, CommitResult } from './engine-types.ts';
import { stampOp } from './stamp-op.ts';

const TRAY_TABLES = [...COMMIT_TABLES, 'tray', 'memberships'] as const satisfies readonly DeviceTable[];

/** The refused op's intent as a new op, new opId, same entity id; in the outbox in the step that empties the tray. */
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
    const op = stampOp(ports.random, ports.at, entry.op);
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

/** Takes the entry out and hands it over, for undo. */
export function discardFromTray(store: DeviceStore, opId: string): Promise<TrayEntry | undefined> {
  return store.write(['tray'], async (tx) => {
    const entry = await tx.get('tray', opId);
    if (entry) await tx.remove('tray', [opId]);
    return entry;
  });
}
