/** Times in the words of a language. Formatters are made once: making one costs more than a row. */
export interface MessageTimes {
  /** "14:02" */
  readonly clock: (at: number) => string;
  /** "hoje", "ontem", "segunda-feira", "3 de maio", "3 de maio de 2024" */
  readonly day: (at: number, now: number) => string;
}

const timesByLanguage = new Map<string, MessageTimes>();

export function messageTimes(language: string): MessageTimes {
  const known = timesByLanguage.get(language);
  if (known) return known;
  const made = createTimes(language);
  timesByLanguage.set(language, made);
  return made;
}

const DAY_MS = 24 * 3_600_000;

function createTimes(language: string): MessageTimes {
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const near = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long' });
  const date = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' });
  const dateAndYear = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' });
  return {
    clock: (at) => clock.format(at),
    day: (at, now) => {
      const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
      if (daysAgo === 0 || daysAgo === 1) return near.format(-daysAgo, 'day');
      if (daysAgo > 1 && daysAgo < 7) return weekday.format(at);
      const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
      return (sameYear ? date : dateAndYear).format(at);
    },
  };
}

function startOfDay(at: number): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}
