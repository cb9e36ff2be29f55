import { test } from 'vitest';
import { expectStorm } from './expect-storm.ts';

test('seeds 501 to 750', () => expectStorm({ from: 501n, count: 250, suite: 'storm' }));
test('seeds 751 to 1000, with cloned and restored profiles', () =>
  expectStorm({ from: 751n, count: 250, suite: 'identity' }));
