import { describe, expect, it } from 'vitest';
import { type EditOfText, listMoments, type NamedVersion } from './list-moments.ts';

const MINUTE = 60_000;
const edit = (version: number | null, by: string, minute: number): EditOfText => ({
  version,
  by,
  at: minute * MINUTE,
});
const name = (version: number, words: string, minute: number): NamedVersion => ({
  id: words,
  version,
  name: words,
  namedBy: 'ana',
  at: minute * MINUTE,
});
const briefly = (moments: ReturnType<typeof listMoments>) =>
  moments.map(({ version, authors, edits, named }) => [
    version,
    authors.join('+'),
    edits,
    named?.name ?? null,
  ]);

describe('listMoments', () => {
  it('takes together what one wrote without stopping, newest first', () => {
    const edits = [edit(2, 'ana', 0), edit(3, 'ana', 5), edit(5, 'ana', 40), edit(6, 'rui', 45)];
    expect(briefly(listMoments(edits, []))).toEqual([
      [6, 'rui', 1, null],
      [5, 'ana', 1, null],
      [3, 'ana', 2, null],
    ]);
  });

  it('takes together who wrote at the same time', () => {
    const edits = [edit(2, 'ana', 0), edit(3, 'rui', 0.5), edit(4, 'ana', 1), edit(5, 'ana', 9)];
    expect(briefly(listMoments(edits, []))).toEqual([
      [5, 'ana', 1, null],
      [4, 'ana+rui', 3, null],
    ]);
  });

  it('lets a name end a moment, and stand where it was given', () => {
    const edits = [edit(2, 'ana', 0), edit(4, 'ana', 1)];
    expect(briefly(listMoments(edits, [name(3, 'combinado', 0.5), name(9, 'final', 3)]))).toEqual([
      [9, 'ana', 0, 'final'],
      [4, 'ana', 1, null],
      [3, 'ana', 0, 'combinado'],
      [2, 'ana', 1, null],
    ]);
  });

  it('shows what only this device has last, behind every name', () => {
    const edits = [edit(2, 'ana', 0), edit(null, 'ana', 1), edit(null, 'ana', 2)];
    expect(briefly(listMoments(edits, [name(7, 'final', 1.5)]))).toEqual([
      [null, 'ana', 2, null],
      [7, 'ana', 0, 'final'],
      [2, 'ana', 1, null],
    ]);
  });

  it('has nothing of a text nobody wrote in', () => {
    expect(listMoments([], [])).toEqual([]);
  });
});
