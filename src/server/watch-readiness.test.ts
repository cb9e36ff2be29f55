import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchReadiness } from './watch-readiness.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A database that answers, says no, or is silent. */
function watched() {
  const state = { answer: true as boolean | 'silent', asked: 0, letGo: 0 };
  const watch = watchReadiness({
    ask: () => {
      state.asked += 1;
      return state.answer === 'silent' ? new Promise(() => undefined) : Promise.resolve(state.answer);
    },
    letGo: () => {
      state.letGo += 1;
    },
  });
  return { state, watch };
}

test('no answer in time is a no, and hangs on one question only', async () => {
  const { state, watch } = watched();
  state.answer = 'silent';
  const answers = Promise.all([watch.isReady(), watch.isReady()]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await answers).toEqual([false, false]);
  expect(state.asked).toBe(1);
  watch.stop();
});

test('connections are let go once per loss, and not for a single bad moment', async () => {
  const { state, watch } = watched();
  state.answer = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(state.letGo).toBe(0);
  state.answer = true;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(state.letGo).toBe(0);
  state.answer = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.letGo).toBe(1);
  state.answer = true;
  await vi.advanceTimersByTimeAsync(8_000);
  state.answer = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.letGo).toBe(2);
  watch.stop();
});

test('stopped, it looks no more', async () => {
  const { state, watch } = watched();
  watch.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.asked).toBe(0);
});
