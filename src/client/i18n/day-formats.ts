/** Calendar days and months as a language writes them. A day has no time, so no zone may move it: it is formatted as it stands. */
export interface DayFormats {
  /** "05/01/2026" */
  short(day: string): string;
  /** Of `YYYY-MM`: "janeiro de 2026" */
  month(month: string): string;
}

const made = new Map<string, DayFormats>();

/** One per language: formatters are dear to make. */
export function dayFormatsOf(language: string): DayFormats {
  const known = made.get(language);
  if (known) return known;
  const format = (options: Intl.DateTimeFormatOptions): ((day: string) => string) => {
    const formatter = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
    return (day) => formatter.format(new Date(`${day}T00:00:00Z`));
  };
  const month = format({ month: 'long', year: 'numeric' });
  const formats: DayFormats = {
    short: format({ day: '2-digit', month: '2-digit', year: 'numeric' }),
    month: (one) => month(`${one}-01`),
  };
  made.set(language, formats);
  return formats;
}
