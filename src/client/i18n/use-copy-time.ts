import { useTranslation } from 'react-i18next';
import { daysBetween } from './formats.ts';
import { useFormats } from './use-formats.ts';

/** When a copy was made, as its name: “Hoje, 14:02”. */
export function useCopyTime(): (at: number) => string {
  const { t } = useTranslation('copies');
  const formats = useFormats();
  return (at) => {
    const now = Date.now();
    const time = formats.time(at);
    const days = daysBetween(at, now);
    if (days === 0) return t('when.today', { time });
    if (days === 1) return t('when.yesterday', { time });
    return t('when.day', { day: formats.day(at, now), time });
  };
}
