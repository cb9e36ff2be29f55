import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Draft } from '#client/store/tables.ts';
import { createDraftKeeper } from './draft-keeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const draft = (text: string): Draft => ({ groupId: 'g', text, replyTo: null, editing: null });

it('writes the newest within 150 ms of the first keystroke, however fast one types', async () => {
  const saved: string[] = [];
  const keeper = createDraftKeeper(async ({ text }) => void saved.push(text));
  for (const text of ['a', 'ab', 'abc', 'abcd']) {
    keeper.keep(draft(text));
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(saved).toEqual(['abc']);
  await vi.advanceTimersByTimeAsync(150);
  expect(saved).toEqual(['abc', 'abcd']);
});

it('writes at once when flushed, and the newest last when the disk is slow', async () => {
  const saved: string[] = [];
  const releases: (() => void)[] = [];
  const keeper = createDraftKeeper(
    ({ text }) =>
      new Promise((resolve) => {
        releases.push(() => {
          saved.push(text);
          resolve();
        });
      }),
  );
  keeper.keep(draft('a'));
  const first = keeper.flush();
  keeper.keep(draft('b'));
  keeper.keep(draft('c'));
  const second = keeper.flush();
  expect(releases).toHaveLength(1);
  releases[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  releases[1]?.();
  await Promise.all([first, second]);
  expect(saved).toEqual(['a', 'c']);
});

it('goes on after a write that failed', async () => {
  const saved: string[] = [];
  let fails = true;
  const keeper = createDraftKeeper(async ({ text }) => {
    if (fails) throw new Error('full');
    saved.push(text);
  });
  keeper.keep(draft('a'));
  await keeper.flush();
  fails = false;
  keeper.keep(draft('b'));
  await keeper.flush();
  expect(saved).toEqual(['b']);
});

it('writes again after a flush that had nothing to write', async () => {
  const saved: string[] = [];
  const keeper = createDraftKeeper(async ({ text }) => void saved.push(text));
  await keeper.flush();
  keeper.keep(draft('a'));
  await vi.advanceTimersByTimeAsync(150);
  expect(saved).toEqual(['a']);
});

it('writes again after a write that took in what came meanwhile', async () => {
  const saved: string[] = [];
  const keeper = createDraftKeeper(async ({ text }) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    saved.push(text);
  });
  keeper.keep(draft('a'));
  await vi.advanceTimersByTimeAsync(140);
  keeper.keep(draft('b'));
  await vi.advanceTimersByTimeAsync(400);
  keeper.keep(draft('c'));
  await vi.advanceTimersByTimeAsync(400);
  expect(saved).toEqual(['a', 'b', 'c']);
});
