/** What the box and the chip of a check item say. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckItemWords } from './schema/check-item.ts';

export function useCheckWords(): CheckItemWords {
  const { t, i18n } = useTranslation('editor');
  return useMemo(() => {
    // A day is the same day everywhere.
    const day = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
    const dayOf = (due: string): string => {
      const at = Date.parse(`${due}T12:00:00Z`);
      return Number.isNaN(at) ? due.slice(0, 10) : day.format(at);
    };
    return {
      box: (text) => (text === '' ? t('check.emptyBox') : text),
      details: (text) => t('check.chip', { text }),
      chip: ({ assigneeName, due }) =>
        [assigneeName, due === null ? null : dayOf(due)].filter((part) => part !== null).join(' · '),
    };
  }, [t, i18n]);
}
