/** People and parts of a proposal in words of the chosen language. */
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { GroupView } from '#client/store/read-types.ts';
import type { Part, Split } from '#domain/expenses/money.ts';
import { peopleOf } from './read-own-message.ts';

export interface CardWords {
  name(memberId: string): string;
  /** "todos (7)" or "você, Ana e João" */
  people(memberIds: readonly string[]): string;
  parts(parts: readonly Part[]): string;
  split(split: Split): string;
}

export function useCardWords(group: GroupView): CardWords {
  const { t, i18n } = useTranslation('reader');
  const money = useMoneyFormats();
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const name = (memberId: string): string => {
    const member = group.members.find((each) => each.memberId === memberId);
    return member?.own ? t('youInside') : (member?.name ?? t('somebody'));
  };
  return {
    name,
    people: (memberIds) => {
      if (memberIds.length > 1 && memberIds.length === peopleOf(group).length)
        return t('everyone', { count: memberIds.length });
      return memberIds.length === 0 ? t('nobody') : list.format(memberIds.map(name));
    },
    parts: (parts) =>
      list.format(parts.map(({ memberId, amountMinor }) => `${name(memberId)} ${money.amount(amountMinor)}`)),
    split: ({ mode, parts }) =>
      list.format(
        parts.map(({ memberId, value = 0 }) => {
          if (mode === 'percent') return `${name(memberId)} ${money.percentForField(value)}%`;
          if (mode === 'shares') return t('weight', { name: name(memberId), count: value });
          return `${name(memberId)} ${mode === 'adjust' ? money.signed(value) : money.amount(value)}`;
        }),
      ),
  };
}
