/** Days as `YYYY-MM-DD`: without a time and so without a zone, the day somebody says they paid. Gregorian, years 1900 to 2999. */
import * as v from 'valibot';

export type Day = string;

const DAY_PATTERN = /^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/;

export const daySchema = v.pipe(v.string(), v.check(isDay, 'not a day'));

export function isDay(text: string): boolean {
  if (!DAY_PATTERN.test(text)) return false;
  const { year, month, date } = read(text);
  return date <= daysIn(year, month);
}

/** The day `months` later; of a longer month's end, the end of the shorter one. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, date } = read(day);
  const count = year * 12 + (month - 1) + months;
  const to = { year: Math.floor(count / 12), month: (count % 12) + 1 };
  return write({ ...to, date: Math.min(date, daysIn(to.year, to.month)) });
}

export function addDays(day: Day, days: number): Day {
  let { year, month, date } = read(day);
  date += days;
  while (date > daysIn(year, month)) {
    date -= daysIn(year, month);
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year += 1;
  }
  while (date < 1) {
    month = month === 1 ? 12 : month - 1;
    if (month === 12) year -= 1;
    date += daysIn(year, month);
  }
  return write({ year, month, date });
}

interface Civil {
  readonly year: number;
  readonly month: number;
  readonly date: number;
}

function read(day: Day): Civil {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), date: Number(day.slice(8, 10)) };
}

function write({ year, month, date }: Civil): Day {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
