import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparePlaced,
  isPosition,
  type Placed,
  POSITION_MAX_CHARACTERS,
  placeAt,
  positionAtEnd,
  positionBetween,
} from './position.ts';

const position = fc
  .stringMatching(/^[0-9A-Za-z]{0,6}[1-9A-Za-z]$/)
  .filter((candidate) => isPosition(candidate));

describe('positionBetween', () => {
  it('is strictly between any two, and a position itself', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        fc.pre(a !== b);
        const [low, high] = a < b ? [a, b] : [b, a];
        const between = positionBetween(low, high);
        expect(low < between && between < high).toBe(true);
        expect(isPosition(between)).toBe(true);
      }),
    );
  });

  it('goes below and above any one', () => {
    fc.assert(
      fc.property(position, (only) => {
        const below = positionBetween(null, only);
        const above = positionBetween(only, null);
        expect(below < only && only < above).toBe(true);
        expect(isPosition(below) && isPosition(above)).toBe(true);
      }),
    );
  });

  it('stays short in a list that grows at one end', () => {
    for (const grow of [
      (at: string) => positionBetween(at, null),
      (at: string) => positionBetween(null, at),
    ]) {
      let at = positionBetween(null, null);
      for (let i = 0; i < 1_000; i++) at = grow(at);
      expect(at.length).toBeLessThan(20);
    }
  });

  it('grows by a digit in some six moves into the same gap', () => {
    let low = 'A';
    const high = 'B';
    for (let i = 0; i < 60; i++) low = positionBetween(low, high);
    expect(low.length).toBeLessThan(14);
  });
});

describe('positionAtEnd', () => {
  it('stands behind all of them', () => {
    fc.assert(
      fc.property(fc.array(position, { maxLength: 20 }), (positions) => {
        const folder = positions.map((at, i) => ({ id: `p${i}`, position: at }));
        const end = positionAtEnd(folder);
        expect(isPosition(end)).toBe(true);
        expect(positions.every((at) => at < end)).toBe(true);
      }),
    );
  });

  it('stays a position where there is no room left', () => {
    const full = 'z'.repeat(POSITION_MAX_CHARACTERS);
    expect(positionAtEnd([{ id: 'p', position: full }])).toBe(full);
  });
});

describe('placeAt', () => {
  const anyPosition = fc.oneof(
    { weight: 6, arbitrary: position },
    fc.constant('V'),
    fc.string({ maxLength: 5 }),
  );
  const anyFolder = fc
    .array(anyPosition, { minLength: 1, maxLength: 12 })
    .map((positions) => positions.map((at, i) => ({ id: `p${i}`, position: at })).sort(comparePlaced));

  it('brings a plan to its place, whatever stands there, and moves no other without need', () => {
    fc.assert(
      fc.property(anyFolder, fc.nat(), fc.nat(), (folder, which, where) => {
        const id = folder[which % folder.length]?.id ?? '';
        const index = where % folder.length;
        const moves = placeAt(folder, id, index);
        const wanted = folder.map((placed) => placed.id).filter((one) => one !== id);
        wanted.splice(index, 0, id);
        expect(apply(folder, moves).map((placed) => placed.id)).toEqual(wanted);
        expect(moves.every((move) => isPosition(move.position))).toBe(true);
        const sound = new Set(folder.map((placed) => placed.position)).size === folder.length;
        if (sound && folder.every((placed) => isPosition(placed.position))) expect(moves).toHaveLength(1);
      }),
    );
  });

  it('lays a folder out anew when the same gap was used up', () => {
    let folder: readonly Placed[] = ['A', 'B', 'C'].map((at) => ({ id: at, position: at }));
    let most = 0;
    for (let i = 0; i < 2_000; i++) {
      const moves = placeAt(folder, folder[2]?.id ?? '', 1);
      most = Math.max(most, moves.length);
      folder = apply(folder, moves);
      expect(folder.every((placed) => isPosition(placed.position))).toBe(true);
    }
    expect(most).toBe(3);
  });
});

function apply(folder: readonly Placed[], moves: readonly Placed[]): readonly Placed[] {
  const moved = new Map(moves.map((move) => [move.id, move.position]));
  return folder
    .map((placed) => ({ ...placed, position: moved.get(placed.id) ?? placed.position }))
    .sort(comparePlaced);
}
