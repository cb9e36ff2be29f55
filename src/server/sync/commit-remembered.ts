/**
 * Commits again an op that the database has lost and a ledger outside of it remembers. It is not judged: its actor may not
 * be who they were, or not be here at all; it was judged once, in the history that is lost.
 */
import { listReads } from '#domain/apply-op.ts';
import { must } from '#domain/assert.ts';
import type { Op } from '#domain/op.ts';
import { measureOp } from '#protocol/canonical.ts';
import { toWireOp } from '#protocol/fields.ts';
import { appendDraft } from './forget-keys.ts';
import type { GroupHead, LogTransaction, PushState } from './log-store.ts';
import { withRoster } from './push-batch.ts';
import { type DraftContext, PushDraft } from './push-draft.ts';

/** No device can have an id like this one. */
const LANE = 'removal-ledger';

export interface RememberedState {
  readonly heads: readonly GroupHead[];
  /** With the op's own verdict, if this database has one. */
  readonly state: PushState;
}

/** undefined: the group is not in this database. */
export async function loadRemembered(
  tx: LogTransaction,
  op: Op,
  memberIds: readonly string[],
): Promise<RememberedState | undefined> {
  const { groupId, opId, actorId } = op;
  const heads = await tx.lockHeads([groupId], new Set());
  if (heads.length === 0) return undefined;
  const state = await tx.loadForPush({
    opIds: [{ groupId, opId }],
    lanes: [{ groupId, deviceId: LANE }],
    rows: listReads(op).map((key) => ({ ...key, groupId })),
    members: [...new Set([actorId, ...memberIds])].map((memberId) => ({ groupId, memberId })),
  });
  return { heads, state };
}

/** `accountId`: whose lane brings it. `now`: epoch ms. Returns whether it is in the log now that was not. */
export async function commitRemembered(
  tx: LogTransaction,
  op: Op,
  { heads, state }: RememberedState,
  { accountId, now }: { readonly accountId: string; readonly now: number },
): Promise<boolean> {
  const { groupId } = op;
  const lane = { groupId, deviceId: LANE };
  const context: DraftContext = {
    epoch: tx.epoch,
    now,
    condemned: new Set(),
    forkedLanes: new Set(),
    isRemembered: true,
  };
  const draft = new PushDraft(context, heads, [lane], withRoster(state, await tx.loadRosters([groupId])), []);
  draft.decide({
    session: { accountId, deviceId: LANE },
    push: {
      epoch: tx.epoch.epoch,
      groupId,
      deviceId: LANE,
      firstSeq: must(state.lastSeqs[0], 'the lane') + 1,
      ops: [toWireOp(op)],
    },
    ops: [{ op, ...measureOp(op) }],
    connection: undefined,
  });
  const writes = await appendDraft(tx, draft);
  return writes.entries.length > 0;
}
