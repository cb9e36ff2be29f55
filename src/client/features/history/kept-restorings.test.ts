import { expect, test } from 'vitest';
import { idOf } from '#tests/support/ops.ts';
import { type KeptRestoring, listKept, parseRestorings } from './kept-restorings.ts';

const restoring = (at: number, count: number): KeptRestoring => ({
  at,
  count,
  did: { what: 'messages', messageIds: Array.from({ length: count }, (_, i) => idOf(`m${i}`)) },
});

test('what was kept reads back as it was, and damage reads as none', () => {
  const accounts: KeptRestoring = {
    at: 2,
    count: 2,
    did: { what: 'accounts', opIds: [idOf('op')], settlements: [{ id: idOf('pix'), isOut: true }] },
  };
  const kept = [accounts, restoring(1, 3)];
  expect(parseRestorings(JSON.parse(JSON.stringify({ restorings: kept })))).toEqual(kept);
  expect(parseRestorings(undefined)).toEqual([]);
  expect(parseRestorings({ restorings: [{ at: 1, count: 1, did: { what: 'newer' } }] })).toEqual([]);
});

test('the newest stays however large it is; the older ones make room', () => {
  const [small, large] = [restoring(3, 10), restoring(2, 2_000)];
  expect(listKept([large, small])).toEqual([large]);
  expect(listKept([small, restoring(1, 20), large])).toEqual([small, restoring(1, 20)]);
});
