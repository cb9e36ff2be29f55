import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DIGEST } from '#protocol/digest.ts';
import { chooseRanges, type VersionRange } from './digest-held.ts';

const SEGMENT = DIGEST.segmentVersions;

describe('what is compared in one turn', () => {
  test('a short conversation is compared whole, every time', () => {
    expect(chooseRanges({ version: 7, olderThan: null }, null)).toEqual({
      ranges: [{ from: 1, to: 7 }],
      nextBelow: null,
    });
    expect(chooseRanges({ version: SEGMENT + 1, olderThan: null }, null)).toEqual({
      ranges: [
        { from: SEGMENT + 1, to: SEGMENT + 1 },
        { from: 1, to: SEGMENT },
      ],
      nextBelow: null,
    });
  });

  test('what is not on the device yet is not compared', () => {
    const version = 3 * SEGMENT + 5;
    const olderThan = 2 * SEGMENT + 100;
    expect(chooseRanges({ version, olderThan }, null)).toEqual({
      ranges: [
        { from: 3 * SEGMENT + 1, to: version },
        { from: olderThan, to: 3 * SEGMENT },
      ],
      nextBelow: null,
    });
    expect(chooseRanges({ version, olderThan: version - 1 }, null).ranges).toEqual([
      { from: version - 1, to: version },
    ]);
  });

  test('turn by turn every version is compared, in segments that both sides cut alike', () => {
    const cursor = fc
      .tuple(fc.integer({ min: 1, max: 20_000 }), fc.option(fc.nat(20_000)))
      .map(([version, olderThan]) => ({
        version,
        olderThan: olderThan === null ? null : Math.min(olderThan, version),
      }));
    fc.assert(
      fc.property(cursor, fc.option(fc.nat(25_000)), (held, left) => {
        const floor = Math.max(1, held.olderThan ?? 1);
        const turns = Math.ceil((held.version - floor + 1) / SEGMENT) + 1;
        const seen: VersionRange[] = [];
        let below = left;
        for (let turn = 0; turn < 2 * turns; turn++) {
          const { ranges, nextBelow } = chooseRanges(held, below);
          for (const range of ranges) {
            expect(range.from).toBeGreaterThanOrEqual(floor);
            expect(range.to).toBeLessThanOrEqual(held.version);
            expect(Math.floor((range.from - 1) / SEGMENT)).toBe(Math.floor((range.to - 1) / SEGMENT));
          }
          seen.push(...ranges);
          below = nextBelow;
        }
        const gaps = [...seen].sort((a, b) => a.from - b.from);
        let reached = floor - 1;
        for (const { from, to } of gaps) {
          expect(from).toBeLessThanOrEqual(reached + 1);
          reached = Math.max(reached, to);
        }
        expect(reached).toBe(held.version);
      }),
    );
  });
});
