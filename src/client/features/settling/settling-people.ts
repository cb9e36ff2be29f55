/** Who is who where money is settled: a claimed name counts as the person who said "that is me". Pure. */
import type { MemberView } from '#client/store/read-types.ts';

export interface Person {
  readonly memberId: string;
  readonly name: string;
  readonly own: boolean;
  /** In the group, and able to say a word of their own. */
  readonly isHere: boolean;
  readonly pixKey: MemberView['pixKey'];
  readonly pixKeyChanged: boolean;
}

export interface People {
  /** Whose debts a member's are. */
  personOf(memberId: string): string;
  /** Never fails: somebody whose row is not here has no name. */
  get(memberId: string): Person;
}

/** `you`: what one is called oneself. */
export function createPeople(members: readonly MemberView[], you: string): People {
  const byId = new Map(members.map((member) => [member.memberId, member]));
  const personOf = (memberId: string): string => byId.get(memberId)?.claimedBy ?? memberId;
  return {
    personOf,
    get: (memberId) => {
      const member = byId.get(personOf(memberId));
      return {
        memberId: personOf(memberId),
        name: member?.own ? you : (member?.name ?? ''),
        own: member?.own ?? false,
        isHere: member?.status === 'active',
        pixKey: member?.pixKey ?? null,
        pixKeyChanged: member?.pixKeyChanged ?? false,
      };
    },
  };
}
