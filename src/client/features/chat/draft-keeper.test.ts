import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Draft } from '#client/store/tables.ts';
import { createDraftKeeper } from './draft-keeper.ts';
import { createUnsavedDrafts } from './unsaved-drafts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const noneUnsaved = () => createUnsavedDrafts(memoryStorage);

function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

const draft = (text: string): Draft => ({ groupId: 'g', text, replyTo: null, editing: null });

it('writes the newest within 150 ms of the first keystroke, however fast one types', async () => {
  const saved: string[] = [];
  const keeper = createDraftKeeper(async ({ text }) => saved.push(text) > 0, noneUnsaved());
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
          resolve(true);
        });
      }),
    noneUnsaved(),
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

describe('what the disk refuses', () => {
  function setup() {
    const saved: string[] = [];
    const disk = { isFull: true };
    const unsaved = noneUnsaved();
    const open = () => createDraftKeeper(async ({ text }) => !disk.isFull && saved.push(text) > 0, unsaved);
    return { saved, disk, unsaved, open };
  }

  it('gives way to a newer draft', async () => {
    const { saved, disk, unsaved, open } = setup();
    const keeper = open();
    keeper.keep(draft('a'));
    await keeper.flush();
    expect(unsaved.get('g')?.text).toBe('a');
    disk.isFull = false;
    keeper.keep(draft('b'));
    await keeper.flush();
    expect([saved, unsaved.hasAny()]).toEqual([['b'], false]);
  });

  it('is written by itself when the disk takes it again', async () => {
    const { saved, disk, unsaved, open } = setup();
    const keeper = open();
    keeper.keep(draft('a'));
    await keeper.flush();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(saved).toEqual([]);
    disk.isFull = false;
    await vi.advanceTimersByTimeAsync(6_000);
    expect([saved, unsaved.hasAny()]).toEqual([['a'], false]);
  });

  it('never overwrites what was typed since, on the screen opened next', async () => {
    const { saved, disk, open } = setup();
    const left = open();
    left.keep(draft('a'));
    await left.flush();
    disk.isFull = false;
    const next = open();
    next.keep(draft('ab'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(saved).toEqual(['ab']);
  });
});

it('unsaved drafts outlive a reload in the tab’s own storage, and a storage that refuses is no harm', () => {
  const tab = memoryStorage();
  createUnsavedDrafts(() => tab).put(draft('a'));
  const reloaded = createUnsavedDrafts(() => tab);
  expect(reloaded.get('g')).toEqual(draft('a'));
  reloaded.remove('g');
  expect(createUnsavedDrafts(() => tab).hasAny()).toBe(false);

  const drafts = createUnsavedDrafts(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  drafts.put(draft('b'));
  expect(drafts.get('g')).toEqual(draft('b'));
});

it('writes again after a flush that had nothing to write', async () => {
  const saved: string[] = [];
  const keeper = createDraftKeeper(async ({ text }) => saved.push(text) > 0, noneUnsaved());
  await keeper.flush();
  keeper.keep(draft('a'));
  await vi.advanceTimersByTimeAsync(150);
  expect(saved).toEqual(['a']);
});

it('writes again after a write that took in what came meanwhile', async () => {
  const saved: string[] = [];
  const keeper = createDraftKeeper(async ({ text }) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return saved.push(text) > 0;
  }, noneUnsaved());
  keeper.keep(draft('a'));
  await vi.advanceTimersByTimeAsync(140);
  keeper.keep(draft('b'));
  await vi.advanceTimersByTimeAsync(400);
  keeper.keep(draft('c'));
  await vi.advanceTimersByTimeAsync(400);
  expect(saved).toEqual(['a', 'b', 'c']);
});
