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

/** Oldest first. */
export const RELEASED: readonly Release[] = [FIRST, SECOND];

/** This build. */
export const CURRENT: Release = { protocol: PROTOCOL_VERSION, opTypes: listOpTypes() };
