/** What a person tries to do to a group or to somebody in it: whom it hits is chance, also whom it must not. */
import type { Intent } from '#client/sync/engine-types.ts';
import type { MemberRow } from '#domain/rows.ts';
import type { Prng } from './prng.ts';
import type { Ruling } from './swarm.ts';

export interface Seen {
  readonly groupId: string;
  readonly memberId: string | undefined;
  /** As this device has them. */
  readonly members: readonly MemberRow[];
  readonly newId: () => string;
}

/** Nothing where there is nobody to do it to. */
export function listIntents(dice: Prng, ruling: Ruling, seen: Seen): readonly Intent[] {
  const { groupId, memberId: me, members, newId } = seen;
  const some = (is: (row: MemberRow) => boolean): string | undefined => {
    const found = members.filter(is);
    return found.length > 0 ? dice.pick(found).id : undefined;
  };
  const isOther = ({ id, status }: MemberRow): boolean => id !== me && status === 'active';
  const about = (
    type: Extract<Intent, { body: { memberId: string } }>['type'],
    memberId: string | undefined,
  ): readonly Intent[] => (memberId === undefined ? [] : [{ type, groupId, body: { memberId } } as Intent]);
  switch (ruling) {
    case 'change-role': {
      const memberId = some(isOther);
      const role = dice.pick(['admin', 'admin', 'member', 'guest'] as const);
      return memberId === undefined
        ? []
        : [{ type: 'member.role-changed', groupId, body: { memberId, role } }];
    }
    case 'remove':
      return about('member.removed', some(dice.chance(0.8) ? isOther : () => true));
    case 'readmit':
      return about(
        'member.readmitted',
        some(({ status }) => status === 'removed'),
      );
    case 'transfer':
      return about('group.owner-transferred', some(isOther));
    case 'hand-over-and-leave': {
      const left: Intent = { type: 'member.left', groupId, body: {} };
      return [...about('group.owner-transferred', some(isOther)), left];
    }
    case 'hide-name':
      return about('member.name-hidden', dice.chance(0.3) ? me : some(({ status }) => status !== 'active'));
    case 'delete-group':
      // Rare enough that a run is mostly about a group that is there.
      return dice.chance(0.3) ? [{ type: 'group.deleted', groupId, body: {} }] : [];
    case 'add':
      return [
        { type: 'member.added', groupId, body: { memberId: newId(), name: `named ${dice.below(1e6)}` } },
      ];
    case 'correct-name': {
      const memberId = some(({ status }) => status === 'named');
      const name = `renamed ${dice.below(1e6)}`;
      return memberId === undefined
        ? []
        : [{ type: 'member.name-corrected', groupId, body: { memberId, name } }];
    }
    case 'claim':
      return about(
        'member.claimed',
        some(({ status }) => status === 'named'),
      );
    case 'unclaim':
      return about(
        'member.unclaimed',
        some(({ claimedBy }) => claimedBy !== undefined),
      );
  }
}
