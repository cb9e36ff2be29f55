import { useTranslation } from 'react-i18next';
import type { ExportWords } from './render-export.ts';

/** What the page in the copy says, in the person's language. */
export function useExportWords(): (madeAt: number) => ExportWords {
  const { t, i18n } = useTranslation('privacy');
  return (madeAt) => {
    const dates = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
    const when = (at: number): string => dates.format(at);
    return {
      language: i18n.language,
      title: t('file.title'),
      made: t('file.made', { when: when(madeAt) }),
      incomplete: t('file.incomplete'),
      account: t('file.account'),
      devices: t('file.devices'),
      consents: t('file.consents'),
      group: t('file.group'),
      asMember: (name) => t('file.asMember', { name }),
      unsent: t('file.unsent'),
      message: t('file.message'),
      edited: t('file.edited'),
      inPlan: (title) => (title === '' ? t('file.inSomePlan') : t('file.inPlan', { title })),
      onPlan: (title) => (title === '' ? t('file.onSomePlan') : t('file.onPlan', { title })),
      when,
    };
  };
}
