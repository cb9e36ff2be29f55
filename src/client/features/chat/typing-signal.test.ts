import { expect, it } from 'vitest';
import { createTypingSignal } from './typing-signal.ts';

it('says so at most every three seconds, and once that it stopped', () => {
  const sent: boolean[] = [];
  let now = 0;
  const signal = createTypingSignal(
    (typing) => sent.push(typing),
    () => now,
  );
  signal.stop();
  for (; now <= 6_000; now += 500) signal.typed('oi');
  expect(sent).toEqual([true, true, true]);
  signal.typed('');
  signal.stop();
  expect(sent).toEqual([true, true, true, false]);
  signal.typed('a');
  expect(sent.at(-1)).toBe(true);
});
