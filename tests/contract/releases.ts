/**
 * What went out, release by release: the protocol it spoke and the op types it knew. Never edited once released.
 *
 * `protocol-version.test.ts` proves that this build still says the same wire word for word; `other-release.ts` runs this
 * build as the release before it, so that both directions of "one release apart" are driven for real.
 */
import { listOpTypes } from '#domain/op-types.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';

export interface Release {
  readonly protocol: number;
  /** `type@v`. */
  readonly opTypes: readonly string[];
  /** Optional fields its op bodies did not have yet, by `type@v`. */
  readonly lacksFields?: Readonly<Record<string, readonly string[]>>;
}

const FIRST: Release = {
  protocol: 1,
  opTypes: [
    'group.created@1',
    'group.renamed@1',
    'member.joined@1',
    'member.left@1',
    'member.renamed@1',
    'message.deleted@1',
    'message.edited@1',
    'message.sent@1',
    'reaction.added@1',
    'reaction.removed@1',
  ],
};

const SECOND: Release = {
  protocol: 2,
  opTypes: FIRST.opTypes,
  lacksFields: { 'member.joined@1': ['inviteId'] },
};

const THIRD: Release = {
  protocol: 3,
  opTypes: [
    ...FIRST.opTypes,
    'group.deleted@1',
    'group.owner-transferred@1',
    'invite.created@1',
    'invite.revoked@1',
    'member.added@1',
    'member.approved@1',
    'member.claimed@1',
    'member.erased@1',
    'member.name-corrected@1',
    'member.name-hidden@1',
    'member.readmitted@1',
    'member.refused@1',
    'member.removed@1',
    'member.role-changed@1',
    'member.unclaimed@1',
    'message.erased@1',
  ],
};

const FOURTH: Release = {
  protocol: 4,
  opTypes: [
    ...THIRD.opTypes,
    'expense.added@1',
    'expense.edited@1',
    'expense.restored@1',
    'expense.voided@1',
    'ledger.erased@1',
    'member.pix-key-removed@1',
    'member.pix-key-set@1',
    'message.sent@2',
    'recurrence.added@1',
    'recurrence.ended@1',
    'settlement.confirmed@1',
    'settlement.recorded@1',
    'settlement.restored@1',
    'settlement.voided@1',
  ],
};

/** Oldest first. */
export const RELEASED: readonly Release[] = [FIRST, SECOND, THIRD, FOURTH];

/** This build. */
export const CURRENT: Release = { protocol: PROTOCOL_VERSION, opTypes: listOpTypes() };
