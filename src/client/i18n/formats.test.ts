import { describe, expect, it } from 'vitest';
import { daysBetween, formatsOf } from './formats.ts';

const at = (...args: [number, number, number, number?, number?]): number => new Date(...args).getTime();
const now = at(2026, 10, 21, 9);

it('names days as people do', () => {
  const { day } = formatsOf('pt-BR');
  expect(day(at(2026, 10, 16, 12), now)).toBe('segunda-feira');
  expect(day(at(2026, 10, 14), now)).toBe('14 de novembro');
  expect(day(at(2025, 11, 31), now)).toBe('31 de dezembro de 2025');
  // A clock ahead of ours: a date, never a weekday that has been.
  expect(day(at(2026, 10, 23), now)).toBe('23 de novembro');
});

it('counts days by the calendar, not by hours', () => {
  expect(daysBetween(at(2026, 10, 21, 23), now)).toBe(0);
  expect(daysBetween(at(2026, 10, 20, 23, 59), now)).toBe(1);
  expect(daysBetween(at(2026, 10, 22, 0), now)).toBe(-1);
});

it('writes the time as each language does', () => {
  for (const [hour, minute] of [
    [0, 5],
    [9, 5],
    [12, 0],
    [14, 2],
  ] as const) {
    const when = at(2026, 10, 21, hour, minute);
    for (const language of ['pt-BR', 'es', 'en']) {
      const byIntl = new Intl.DateTimeFormat(language, {
        hour: language === 'en' ? 'numeric' : '2-digit',
        minute: '2-digit',
      });
      expect(formatsOf(language).time(when)).toBe(byIntl.format(when).replace('\u202f', ' '));
    }
  }
});

describe('recent and ago', () => {
  const formats = formatsOf('pt-BR');
  const now = at(2026, 10, 21, 14, 2);
  it('writes a recent time by how far it is', () => {
    expect(formats.recent(now, now)).toBe('14:02');
    expect(formats.recent(new Date(2026, 10, 20, 23, 59).getTime(), now)).toBe('ontem');
    expect(formats.recent(new Date(2026, 10, 17, 9, 0).getTime(), now)).toBe('ter.');
    expect(formats.recent(new Date(2026, 9, 3).getTime(), now)).toBe('03/10/26');
  });
  it('never says a clock ahead of ours is in the future', () => {
    expect(formats.recent(now + 3_600_000 * 30, now)).toMatch(/^\d\d:\d\d$/);
    expect(formats.ago(now + 5_000, now)).toBe('agora');
  });
});
