/** Times, dates and sizes as the chosen language writes them. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const DAY_MS = 86_400_000;

export interface Formats {
  /** 14:02 */
  time(at: number): string;
  /** Today 14:02, then "ontem", the weekday, the date: what a list shows at its end. */
  recent(at: number, now: number): string;
  /** há 2 min; the ten last seconds are "agora". */
  ago(at: number, now: number): string;
  bytes(count: number): string;
}

export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => createFormats(i18n.language), [i18n.language]);
}

export function createFormats(language: string): Formats {
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short' });
  const date = new Intl.DateTimeFormat(language, { day: '2-digit', month: '2-digit', year: '2-digit' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  return {
    time: (at) => time.format(at),
    recent: (at, now) => {
      const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
      if (days <= 0) return time.format(at);
      if (days === 1) return relative.format(-1, 'day');
      return days < 7 ? weekday.format(at) : date.format(at);
    },
    ago: (at, now) => {
      const seconds = Math.max(0, Math.round((now - at) / 1000));
      if (seconds < 10) return relative.format(0, 'second');
      if (seconds < 60) return relative.format(-seconds, 'second');
      if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute');
      if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), 'hour');
      return relative.format(-Math.floor(seconds / 86_400), 'day');
    },
    bytes: (count) => {
      const [value, unit] =
        count < 1e6
          ? [count / 1e3, 'kilobyte']
          : count < 1e9
            ? [count / 1e6, 'megabyte']
            : [count / 1e9, 'gigabyte'];
      return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
    },
  };
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
