/** Calendar days of expenses in words. Such a day is the same wherever one is: no time zone moves it. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { daysBetween } from '#client/i18n/formats.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine } from '#client/session/session-context.ts';

export interface DayWords {
  /** "Hoje", "Ontem", the weekday, the date. */
  readonly heading: (date: string) => string;
  /** "3 de maio de 2026", whatever day it is. */
  readonly date: (date: string) => string;
  /** A moment: "segunda-feira, 14:02". */
  readonly moment: (at: number) => string;
}

export function useDayWords(): DayWords {
  const { t, i18n } = useTranslation('expenses');
  const formats = useFormats();
  const engine = useEngine();
  const { language } = i18n;
  return useMemo(() => {
    const full = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' });
    const near = (at: number): string => {
      const now = engine.correctedNow();
      const daysAgo = daysBetween(at, now);
      if (daysAgo === 0) return t('today');
      return daysAgo === 1 ? t('yesterday') : formats.day(at, now);
    };
    return {
      heading: (date) => near(localNoonOf(date)),
      date: (date) => full.format(localNoonOf(date)),
      moment: (at) => `${near(at)}, ${formats.time(at)}`,
    };
  }, [t, language, formats, engine]);
}

/** Epoch ms of a moment in that day here: noon, which no change of the clock takes away. */
function localNoonOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day, 12).getTime();
}
