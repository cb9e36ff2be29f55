import { expect, it } from 'vitest';
import { messageTimes } from './message-times.ts';

const at = (...args: [number, number, number, number?]): number => new Date(...args).getTime();

it('names days as people do', () => {
  const { day } = messageTimes('pt-BR');
  const now = at(2026, 10, 21, 9);
  expect(day(at(2026, 10, 21, 23), now)).toBe('hoje');
  expect(day(at(2026, 10, 20, 0), now)).toBe('ontem');
  expect(day(at(2026, 10, 16, 12), now)).toBe('segunda-feira');
  expect(day(at(2026, 10, 14), now)).toBe('14 de novembro');
  expect(day(at(2025, 11, 31), now)).toBe('31 de dezembro de 2025');
  // A clock ahead of ours: a date, never "yesterday".
  expect(day(at(2026, 10, 23), now)).toBe('23 de novembro');
});
