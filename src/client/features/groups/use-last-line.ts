import { useTranslation } from 'react-i18next';
import type { GroupSummary } from '#client/store/read-types.ts';
import { isOfLedger } from '#domain/expenses/ledger-notice.ts';
import { isOfPlans } from '#domain/plans/plan-notice.ts';

/** The second line of a group's row: what was said last, or what the group is waiting for. */
export function useLastLine({ last, state, goneReason }: GroupSummary): string {
  const { t } = useTranslation('groups');
  if (state === 'gone')
    return t(`state.${goneReason === null || goneReason === 'left' ? 'gone' : goneReason}`);
  if (state === 'refused') return t('state.refused');
  if (!last) return state === 'joining' ? t('state.joining') : t('nothing');
  if (last.notice && isOfLedger(last.notice)) return t('notice.ledger', { author: last.authorName });
  if (last.notice && isOfPlans(last.notice)) return t('notice.plans', { author: last.authorName });
  if (last.notice) return t(`notice.${last.notice.what}`, { author: last.authorName, ...last.notice });
  // One line of the list is one line of text.
  const text = last.deleted ? t('deleted') : last.text.replace(/\s+/g, ' ');
  return last.own ? t('you', { text }) : t('author', { author: last.authorName, text });
}
