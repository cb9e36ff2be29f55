import { test } from 'vitest';
import { expectStorm } from './expect-storm.ts';

test('seeds 1 to 250', () => expectStorm({ from: 1n, count: 250, suite: 'storm' }));
test('seeds 251 to 500', () => expectStorm({ from: 251n, count: 250, suite: 'storm' }));
