/**
 * Times, dates and sizes as a language writes them. `Intl` is asked only when a date is needed: its first object
 * costs a slow phone 100 ms, and what the first screen shows is times of today.
 */
export interface Formats {
  /** "14:02", "2:02 PM" */
  time(at: number): string;
  /** A day before yesterday or after today: "segunda-feira", "3 de maio", "3 de maio de 2024". */
  day(at: number, now: number): string;
  /** Today 14:02, then "ontem", the weekday, the date: what a list shows at its end. */
  recent(at: number, now: number): string;
  /** há 2 min; the ten last seconds are "agora". */
  ago(at: number, now: number): string;
  bytes(count: number): string;
}

const made = new Map<string, Formats>();

/** One per language: formatters are dear to make. */
export function formatsOf(language: string): Formats {
  const known = made.get(language);
  if (known) return known;
  const formats = createFormats(language);
  made.set(language, formats);
  return formats;
}

/** Whole days of the calendar from `at` to `now`; negative when `at` is ahead. */
export function daysBetween(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
}

const DAY_MS = 86_400_000;

function createFormats(language: string): Formats {
  const relative = lazy(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }));
  const dates = (options: Intl.DateTimeFormatOptions) =>
    lazy(() => new Intl.DateTimeFormat(language, options));
  const weekday = dates({ weekday: 'long' });
  const shortWeekday = dates({ weekday: 'short' });
  const date = dates({ day: 'numeric', month: 'long' });
  const dateAndYear = dates({ day: 'numeric', month: 'long', year: 'numeric' });
  const shortDate = dates({ day: '2-digit', month: '2-digit', year: '2-digit' });
  const time = language.startsWith('en') ? twelveHours : twentyFourHours;
  return {
    time,
    day: (at, now) => {
      const days = daysBetween(at, now);
      if (days > 0 && days < 7) return weekday().format(at);
      const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
      return (sameYear ? date() : dateAndYear()).format(at);
    },
    recent: (at, now) => {
      const days = daysBetween(at, now);
      if (days <= 0) return time(at);
      if (days === 1) return relative().format(-1, 'day');
      return (days < 7 ? shortWeekday() : shortDate()).format(at);
    },
    ago: (at, now) => {
      const seconds = Math.max(0, Math.round((now - at) / 1000));
      if (seconds < 10) return relative().format(0, 'second');
      if (seconds < 60) return relative().format(-seconds, 'second');
      if (seconds < 3600) return relative().format(-Math.floor(seconds / 60), 'minute');
      if (seconds < 86_400) return relative().format(-Math.floor(seconds / 3600), 'hour');
      return relative().format(-Math.floor(seconds / 86_400), 'day');
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

function twentyFourHours(at: number): string {
  const when = new Date(at);
  return `${twoDigits(when.getHours())}:${twoDigits(when.getMinutes())}`;
}

function twelveHours(at: number): string {
  const when = new Date(at);
  const hours = when.getHours();
  return `${hours % 12 === 0 ? 12 : hours % 12}:${twoDigits(when.getMinutes())} ${hours < 12 ? 'AM' : 'PM'}`;
}

const twoDigits = (count: number): string => String(count).padStart(2, '0');

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function lazy<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
