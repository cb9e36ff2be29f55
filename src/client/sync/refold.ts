/**
 * Ops from a newer app are kept raw, with a placeholder where they stand. After the update that knows their type
 * the group is had anew from a snapshot: later ops were folded without them, so folding only them would not do.
 * Until the server is reached the old rows stay readable, without the placeholders: they ask for an update.
 */
import type { DeviceStore, WriteTransaction } from '#client/platform/device-store.ts';
import { getDefinition } from '#domain/op-types.ts';

/** Takes the cursor of every group that holds an op this build has learnt; the next hello brings a snapshot. */
export function forgetOutgrown(store: DeviceStore): Promise<void> {
  return store.write(['unknown', 'cursors', 'messages'], forgetOutgrownIn);
}

export async function forgetOutgrownIn(tx: WriteTransaction): Promise<void> {
  const learnt = (await tx.list('unknown')).filter(({ op }) => getDefinition(op) !== undefined);
  if (learnt.length === 0) return;
  await tx.remove('cursors', [...new Set(learnt.map(({ groupId }) => groupId))]);
  await tx.remove(
    'unknown',
    learnt.map(({ groupId, version }) => [groupId, version]),
  );
  await tx.remove(
    'messages',
    learnt.map(({ groupId, op }) => [groupId, op.opId]),
  );
}
