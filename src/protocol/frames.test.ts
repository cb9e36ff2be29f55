import { expect, test } from 'vitest';
import { isAskOf, listAsks } from './frames.ts';

test('an ask that came with a newer protocol is a name nobody knows on an older connection', () => {
  expect(isAskOf(1, 'digest')).toBe(false);
  expect(isAskOf(2, 'digest')).toBe(true);
  expect(listAsks(1)).not.toContain('bootstrap');
  expect(isAskOf(2, 'toString')).toBe(false);
});
