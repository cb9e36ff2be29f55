/** What a person did in groups they are in, stamped and saved. */
import type { DeviceTable, ReadTransaction } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import type { Membership } from '#client/store/tables.ts';
import { type AppendPorts, appendOnce } from './append-once.ts';
import { clearSaid } from './clear-said.ts';
import { appendOps, COMMIT_TABLES, type NewOp } from './commit-ops.ts';
import { getMeta } from './device-meta.ts';
import type { CommitError, CommitResult, Intent } from './engine-types.ts';
import { Refused } from './refused.ts';
import { stampOp } from './stamp-op.ts';

const TABLES = [
  ...COMMIT_TABLES,
  'memberships',
  'cursors',
  'drafts',
] as const satisfies readonly DeviceTable[];

export interface CommitPorts extends AppendPorts {
  readonly random: Random;
  /** Corrected device time, epoch ms. */
  readonly at: number;
}

/** All of them in order in one transaction, or throws `Refused` and keeps nothing. */
export function commitIntents(ports: CommitPorts, intents: readonly Intent[]): Promise<CommitResult> {
  const groupIds = [...new Set(intents.map(({ groupId }) => groupId))];
  return appendOnce(ports, TABLES, async (tx) => {
    const memberships = await tx.getMany('memberships', groupIds);
    const actors = new Map(memberships.flatMap(actorOf));
    const ops: NewOp[] = [];
    for (const intent of intents) {
      const { groupId } = intent;
      const actorId = actors.get(groupId);
      if (actorId === undefined) throw new Refused({ ok: false, error: await whyNotIn(tx, groupId) });
      ops.push({ op: stampOp(ports.random, ports.at, { ...intent, actorId }), proof: null });
    }
    const appended = await appendOps(tx, ops);
    if (!appended.ok) {
      const isBack = appended.error !== 'not-allowed' || (await holdsRows(tx, groupIds));
      throw new Refused(isBack ? appended : { ok: false, error: 'storage-lost' });
    }
    await clearSaid(
      tx,
      ops.map(({ op }) => op),
    );
    return { ok: true, opIds: ops.map(({ op }) => op.opId) };
  });
}

export function actorOf(membership: Membership | undefined): [groupId: string, memberId: string][] {
  const isIn = membership?.state === 'member' || membership?.state === 'joining';
  return isIn ? [[membership.groupId, membership.memberId]] : [];
}

/** A group the screen shows and the database does not know: the browser emptied it a moment ago. */
export async function whyNotIn(tx: ReadTransaction, groupId: string): Promise<CommitError> {
  if (await tx.get('memberships', groupId)) return 'not-allowed';
  const isEmptied = !(await getMeta(tx, 'device')) || (await getMeta(tx, 'loss'));
  return isEmptied ? 'storage-lost' : 'not-allowed';
}

/** Emptied, a device has its memberships back from the greeting before their rows come: nothing can be judged until then. */
async function holdsRows(tx: ReadTransaction, groupIds: readonly string[]): Promise<boolean> {
  if (!(await getMeta(tx, 'loss'))) return true;
  const cursors = await tx.getMany('cursors', groupIds);
  return cursors.every((cursor) => cursor !== undefined);
}
