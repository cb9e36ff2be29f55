/** What everybody is called in a list of a group's accounts, and whom somebody counts as. */
import type { GroupView } from '#client/store/read-types.ts';

export interface MemberNames {
  /** Empty for somebody whose row is not here. */
  readonly nameOf: (memberId: string) => string;
  /** A person without the app whom somebody said to be is that one. */
  readonly personOf: (memberId: string) => string;
}

/** `asMe`: one's own name, marked as such. `more`: people who are not in the group yet. */
export function memberNames(
  { members, myMemberId }: GroupView,
  asMe: (name: string) => string,
  more: readonly { readonly memberId: string; readonly name: string }[] = [],
): MemberNames {
  const names = new Map([...members, ...more].map(({ memberId, name }) => [memberId, name]));
  const claimed = new Map(members.map(({ memberId, claimedBy }) => [memberId, claimedBy]));
  const personOf = (memberId: string): string => claimed.get(memberId) ?? memberId;
  return {
    personOf,
    nameOf: (memberId) => {
      const name = names.get(memberId) ?? '';
      return memberId === myMemberId ? asMe(name) : name;
    },
  };
}
