import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Position } from '../db/read-position.ts';
import { isBelow, readMarks, removeMarks, writeMark } from './high-water.ts';

const present: Position = { epoch: 'e2', begunAt: 200, place: 'c', timeline: '00000001', flushed: 1_000 };

test.each<[string, Partial<Position>, boolean]>([
  ['its own mark', {}, false],
  ['a mark behind it', { flushed: 900 }, false],
  ['a mark before it', { flushed: 1_001 }, true],
  ['a mark of an epoch that is over, however far', { epoch: 'e1', begunAt: 100, flushed: 9_000 }, false],
  ['a mark of an epoch it never heard of', { epoch: 'e3', begunAt: 300, flushed: 10 }, true],
  ['a mark of the same epoch elsewhere: a dump was put back', { place: 'd', flushed: 10 }, true],
  ['a mark of another database', { place: 'd', epoch: 'x', begunAt: 300 }, false],
  [
    'a mark of another timeline: its own watch looks at that',
    { timeline: '00000002', flushed: 9_000 },
    false,
  ],
])('%s', (_, mark, below) => {
  expect(isBelow(present, [{ ...present, ...mark }])).toBe(below);
});

test('marks are read back whole; a torn one is none', () => {
  const directory = mkdtempSync(join(tmpdir(), 'racha-mark-'));
  try {
    expect(readMarks(join(directory, 'nowhere'))).toEqual([]);
    writeMark(directory, present);
    writeFileSync(join(directory, 'another.position.json'), '{"epoch":"e');
    expect(readMarks(directory)).toEqual([present]);
    removeMarks(directory);
    expect(readMarks(directory)).toEqual([]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
