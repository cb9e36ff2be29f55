/** Who is who in the ledger of a group: names as they stand now, oneself as "você", and whom one may choose. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupView, MemberView } from '#client/store/read-types.ts';
import type { MemberChip } from '#client/ui/money/member-chips.tsx';

export interface People {
  /** Oneself, and the people without the app whom one said to be. */
  readonly isMe: (memberId: string) => boolean;
  /** In a sentence: "você". Empty for somebody whose row is not here. */
  readonly nameOf: (memberId: string) => string;
  /** At the beginning of a line: "Você". */
  readonly labelOf: (memberId: string) => string;
  /** Oneself first, then by name. `besides`: also those, who are in an expense and may have left since. */
  readonly listChoices: (besides?: readonly string[]) => readonly MemberChip[];
}

export function usePeople(group: GroupView): People {
  const { t } = useTranslation('expenses');
  const { members, myMemberId } = group;
  return useMemo(
    () => createPeople(members, myMemberId, { you: t('you'), youCapital: t('youCapital') }),
    [members, myMemberId, t],
  );
}

export function createPeople(
  members: readonly MemberView[],
  myMemberId: string,
  { you, youCapital }: { readonly you: string; readonly youCapital: string },
): People {
  const byId = new Map(members.map((member) => [member.memberId, member]));
  const personOf = (memberId: string): string => byId.get(memberId)?.claimedBy ?? memberId;
  const isMe = (memberId: string): boolean => personOf(memberId) === myMemberId;
  const name = (memberId: string, own: string): string =>
    isMe(memberId) ? own : (byId.get(personOf(memberId))?.name ?? '');
  return {
    isMe,
    nameOf: (memberId) => name(memberId, you),
    labelOf: (memberId) => name(memberId, youCapital),
    listChoices: (besides = []) => {
      const kept = new Set(besides);
      return members
        .filter((member) => isPresent(member) || kept.has(member.memberId))
        .map(({ memberId }) => ({ memberId, name: name(memberId, youCapital) }))
        .sort((a, b) => order(a, myMemberId) - order(b, myMemberId) || a.name.localeCompare(b.name));
    },
  };
}

/** In the group, or entered by name and nobody who is in it. */
function isPresent({ status, claimedBy }: MemberView): boolean {
  return status === 'active' || (status === 'named' && claimedBy === null);
}

const order = ({ memberId }: MemberChip, myMemberId: string): number => (memberId === myMemberId ? 0 : 1);
