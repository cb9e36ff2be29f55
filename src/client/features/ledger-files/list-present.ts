/** Whom a person of a file may be. */
import type { GroupView } from '#client/store/read-types.ts';
import type { KnownPerson } from './match-people.ts';

/** In the group, or entered by name and nobody who is in it. Oneself first, then by name. */
export function listPresent({ members, myMemberId }: GroupView): readonly KnownPerson[] {
  return members
    .filter(({ status, claimedBy }) => status === 'active' || (status === 'named' && claimedBy === null))
    .map(({ memberId, name }) => ({ memberId, name }))
    .sort((a, b) => rank(a, myMemberId) - rank(b, myMemberId) || a.name.localeCompare(b.name));
}

const rank = ({ memberId }: KnownPerson, myMemberId: string): number => (memberId === myMemberId ? 0 : 1);
