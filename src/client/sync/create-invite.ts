/** A new link into a group; also offline: it lets people in once the group's log has it. */
import { inviteIdOf } from '#domain/groups/invites.ts';
import { inviteHash } from '#protocol/canonical.ts';
import { appendOnce } from './append-once.ts';
import type { CommitPorts } from './commit-intents.ts';
import { appendOps, COMMIT_TABLES } from './commit-ops.ts';
import { Refused } from './refused.ts';
import { makeId, stampOp } from './stamp-op.ts';

export interface InviteTerms {
  readonly groupId: string;
  readonly role: 'admin' | 'member' | 'guest';
  /** Epoch ms. */
  readonly expiresAt?: number | undefined;
  readonly maxUses?: number | undefined;
  readonly needsApproval: boolean;
}

/** A link of one's own making. Its secret stays here and in the link; the group learns its hash. */
export function createInvite(
  ports: CommitPorts,
  { groupId, ...terms }: InviteTerms,
): Promise<{ ok: true; opIds: readonly string[]; inviteId: string; secret: string }> {
  const { random, at } = ports;
  const secret = makeId(random);
  const hash = inviteHash(secret);
  return appendOnce(ports, [...COMMIT_TABLES, 'memberships'], async (tx) => {
    const membership = await tx.get('memberships', groupId);
    const isIn = membership?.state === 'member' || membership?.state === 'joining';
    if (!isIn) throw new Refused({ ok: false, error: 'not-allowed' });
    const made = { groupId, actorId: membership.memberId, type: 'invite.created', body: { ...terms, hash } };
    const op = stampOp(random, at, made);
    const appended = await appendOps(tx, [{ op, proof: null }]);
    if (!appended.ok) throw new Refused(appended);
    const inviteId = inviteIdOf(hash);
    const madeSecrets = { ...membership.madeSecrets, [inviteId]: secret };
    await tx.put('memberships', [{ ...membership, madeSecrets }]);
    return { ok: true, opIds: [op.opId], inviteId, secret };
  });
}
