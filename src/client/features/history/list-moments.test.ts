import { expect, test } from 'vitest';
import type { Timeline } from '#client/store/past-types.ts';
import { listMoments } from './list-moments.ts';

const dayOf = (at: number): string => `day ${Math.floor(at / 100)}`;
const line = (version: number, at: number, notice: Timeline['lines'][number]['notice'] = null) => {
  return { id: `l${version}`, version, at, authorId: 'ana', notice, deletedIn: null };
};
const deleted = (version: number, at: number, deletedIn: number) => ({ ...line(version, at), deletedIn });

test('a day is the group after its last line, with what happened to the group on it', () => {
  const joined = { what: 'member-joined', name: 'Bia' } as const;
  const spent = { what: 'expense-added', expenseId: 'e', description: 'Pizza', amountMinor: 1 } as const;
  const lines = [line(5, 210), line(4, 205, spent), line(3, 120), line(2, 110, joined), line(1, 101)];
  const days = listMoments(lines, dayOf);
  expect(days.map(({ day, version }) => [day, version])).toEqual([
    ['day 2', 5],
    ['day 1', 3],
  ]);
  expect(days[0]?.events).toEqual([]);
  expect(days[1]?.events).toEqual([
    { what: 'notice', id: 'l2', version: 2, at: 110, authorId: 'ana', notice: joined },
  ]);
});

test('what was written offline and came days later makes no second day of the same name', () => {
  const days = listMoments([line(4, 220), line(3, 110), line(2, 210), line(1, 100)], dayOf);
  expect(days.map(({ day, version }) => [day, version])).toEqual([
    ['day 2', 4],
    ['day 1', 3],
  ]);
});

test('what was deleted has the moment before it, behind the last line that was there by then', () => {
  const lines = [
    line(9, 230),
    line(7, 210),
    line(5, 130),
    deleted(3, 120, 6),
    deleted(2, 110, 4),
    deleted(1, 101, 8),
  ];
  const events = listMoments(lines, dayOf).map((day) => day.events);
  expect(events).toEqual([
    [{ what: 'deletions', id: 'l7 deleted', version: 7, at: 210, count: 1 }],
    [
      { what: 'deletions', id: 'l5 deleted', version: 5, at: 130, count: 1 },
      { what: 'deletions', id: 'l3 deleted', version: 3, at: 120, count: 1 },
    ],
  ]);
  const together = [line(9, 150), line(5, 130), deleted(3, 120, 8), deleted(2, 110, 7)];
  expect(listMoments(together, dayOf)[0]?.events).toEqual([
    { what: 'deletions', id: 'l5 deleted', version: 6, at: 130, count: 2 },
  ]);
});
