/** How this person comes into a group: by making it, or by a link; both without a network. */
import type { DeviceTable, WriteTransaction } from '#client/platform/device-store.ts';
import type { Membership } from '#client/store/tables.ts';
import { inviteIdOf } from '#domain/groups/invites.ts';
import { makesMembership } from '#domain/op-types.ts';
import { chainStart, inviteHash } from '#protocol/canonical.ts';
import { appendOnce } from './append-once.ts';
import type { CommitPorts } from './commit-intents.ts';
import { appendOps, appendUnjudged, COMMIT_TABLES, listOutbox } from './commit-ops.ts';
import { Refused } from './refused.ts';
import { makeId, stampOp } from './stamp-op.ts';

const MEMBERSHIP_TABLES = [
  ...COMMIT_TABLES,
  'memberships',
  'cursors',
] as const satisfies readonly DeviceTable[];

export function createGroup(
  ports: CommitPorts,
  { name, picture, memberName }: { name: string; picture: string; memberName: string },
): Promise<{ ok: true; opIds: readonly string[]; groupId: string }> {
  const { random, at } = ports;
  const groupId = makeId(random);
  const secret = makeId(random);
  const membership: Membership = {
    groupId,
    memberId: makeId(random),
    state: 'member',
    inviteSecret: secret,
    invitedName: name,
    waiting: null,
  };
  const op = stampOp(random, at, {
    groupId,
    actorId: membership.memberId,
    type: 'group.created',
    body: { name, picture, memberName, inviteHash: inviteHash(secret) },
  });
  return appendOnce(ports, MEMBERSHIP_TABLES, async (tx) => {
    const appended = await appendOps(tx, [{ op, proof: null }]);
    if (!appended.ok) throw new Refused(appended);
    await tx.put('memberships', [membership]);
    // Its maker holds everything there is of it.
    await tx.put('cursors', [
      { groupId, version: 0, chain: chainStart(groupId), head: 0, olderThan: null, ledgerOlderThan: null },
    ]);
    return { ok: true, opIds: [op.opId], groupId };
  });
}

export interface JoinInput {
  readonly groupId: string;
  readonly secret: string;
  readonly groupName: string | null;
  readonly memberName: string;
  /** "That is me": somebody of the group without the app, as the link's preview listed them. */
  readonly claims?: string | undefined;
}

/** Joins, or does nothing when this device already is in the group or on its way in. */
export function joinGroup(
  ports: CommitPorts,
  input: JoinInput,
): Promise<{ ok: true; opIds: readonly string[] }> {
  const { random, at } = ports;
  const { groupId, secret, groupName, memberName, claims } = input;
  return appendOnce(ports, MEMBERSHIP_TABLES, async (tx) => {
    const before = await tx.get('memberships', groupId);
    const isIn = before?.state === 'member' || before?.state === 'joining';
    if (isIn && !(await isStranded(tx, before))) return { ok: true, opIds: [] };
    // A person who comes back is the same member.
    const memberId = before?.memberId ?? makeId(random);
    // What another history said of them is no reason against it.
    if (isIn) await tx.remove('members', [[groupId, memberId]]);
    const own = { groupId, actorId: memberId };
    const inviteId = inviteIdOf(inviteHash(secret));
    const join = stampOp(random, at, { ...own, type: 'member.joined', body: { name: memberName, inviteId } });
    const appended = await appendOps(tx, [{ op: join, proof: secret }]);
    if (!appended.ok) throw new Refused(appended);
    const made = [join];
    if (claims !== undefined) {
      const claim = stampOp(random, at, { ...own, type: 'member.claimed', body: { memberId: claims } });
      // Who it is about is at the server: nothing here could be asked whether it is true.
      await appendUnjudged(tx, claim);
      made.push(claim);
    }
    await tx.put('memberships', [
      {
        groupId,
        memberId,
        state: 'joining',
        inviteSecret: secret,
        invitedName: groupName ?? before?.invitedName ?? null,
        waiting: null,
        ...(before?.blocked && { blocked: before.blocked }),
      },
    ]);
    return { ok: true, opIds: made.map(({ opId }) => opId) };
  });
}

/** The server knows nothing of this membership, and no op is on its way that would tell it: only the link helps. */
async function isStranded(
  tx: WriteTransaction,
  { groupId, memberId, waiting }: Membership,
): Promise<boolean> {
  // With a cursor the rows are the log's, and nothing may be taken from them.
  if (waiting !== 'unknown-group' || (await tx.get('cursors', groupId))) return false;
  // A row of the present history outweighs that word, which may be older; one of a lost history has rowVersion 0.
  const row = await tx.get('members', [groupId, memberId]);
  if (row && row.rowVersion > 0) return false;
  const entries = await listOutbox(tx, groupId);
  return !entries.some(({ op }) => makesMembership(op));
}
