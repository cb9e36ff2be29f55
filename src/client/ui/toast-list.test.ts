import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createToastList } from './toast-list.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const texts = (list: ReturnType<typeof createToastList>): string[] =>
  list.getSnapshot().map(({ text }) => text);

it('stays longer when it offers to undo', () => {
  const list = createToastList();
  list.show({ text: 'Copiado' });
  list.show({ text: 'Apagado', action: { label: 'Desfazer', run: () => undefined } });
  vi.advanceTimersByTime(4_000);
  expect(texts(list)).toEqual(['Apagado']);
  vi.advanceTimersByTime(4_000);
  expect(texts(list)).toEqual([]);
});

it('does not go away under the finger', () => {
  const list = createToastList();
  list.show({ text: 'Apagado' });
  list.hold();
  vi.advanceTimersByTime(60_000);
  expect(texts(list)).toEqual(['Apagado']);
  list.release();
  vi.advanceTimersByTime(4_000);
  expect(texts(list)).toEqual([]);
});

it('shows three at most, the newest', () => {
  const list = createToastList();
  for (const text of ['a', 'b', 'c', 'd']) list.show({ text });
  expect(texts(list)).toEqual(['b', 'c', 'd']);
});
