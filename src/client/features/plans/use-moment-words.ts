/** What moments of a plan's text are called, and who made them. */
import { useTranslation } from 'react-i18next';
import { daysBetween } from '#client/i18n/formats.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { memberNames } from '#client/session/member-names.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import type { TextMoment } from './list-moments.ts';

export interface MomentWords {
  /** A name somebody gave, “Agora”, or when it was. */
  readonly nameOf: (moment: TextMoment, isNow: boolean) => string;
  /** Who, and how much. */
  readonly aboutOf: (moment: TextMoment) => string;
  /** “3 de maio, 14:02” */
  readonly whenOf: (moment: TextMoment) => string;
  readonly personOf: (memberId: string) => string;
}

export function useMomentWords(group: GroupView): MomentWords {
  const { t } = useTranslation('plans');
  const { t: chat } = useTranslation('chat');
  const formats = useFormats();
  const now = useEngine().correctedNow();
  const { nameOf: personOf } = memberNames(group, () => t('list.you'));
  const dayOf = (at: number): string => {
    const days = daysBetween(at, now);
    if (days <= 0) return chat('list.today');
    return days === 1 ? chat('list.yesterday') : formats.day(at, now);
  };
  const whenOf = ({ at }: TextMoment): string => `${dayOf(at)}, ${formats.time(at)}`;
  const authorsOf = ({ authors }: TextMoment): string => authors.map(personOf).join(', ');
  return {
    personOf,
    whenOf,
    nameOf: (moment, isNow) => {
      if (moment.named) return moment.named.name;
      return isNow ? t('versions.now') : whenOf(moment);
    },
    aboutOf: (moment) => {
      if (moment.named) {
        const name = whenOf(moment);
        const isOwn = moment.named.namedBy === group.myMemberId;
        return isOwn
          ? t('versions.namedByYou', { name })
          : t('versions.namedBy', { name, author: authorsOf(moment) });
      }
      const who = t('versions.moment', { names: authorsOf(moment), when: whenOf(moment) });
      const much = t('versions.edits', { count: moment.edits });
      return [who, much, ...(moment.version === null ? [t('versions.waiting')] : [])].join(' · ');
    },
  };
}
