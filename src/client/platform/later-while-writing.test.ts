import { afterEach, expect, test, vi } from 'vitest';
import { createBrowserClock } from './browser-clock.ts';
import { laterWhileWriting } from './later-while-writing.ts';
import { endWriting, isWriting, noteWriting } from './writing.ts';

afterEach(() => {
  endWriting();
  vi.useRealTimers();
});

test('while somebody writes, many askings are one, a moment later; else each is at once', () => {
  vi.useFakeTimers();
  const go = vi.fn();
  const later = laterWhileWriting(createBrowserClock(), 300, go);
  later.ask();
  later.ask();
  expect(go).toHaveBeenCalledTimes(2);
  noteWriting();
  later.ask();
  later.ask();
  vi.advanceTimersByTime(299);
  expect(go).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1);
  expect(go).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(2_000);
  expect(isWriting()).toBe(false);
  expect(go).toHaveBeenCalledTimes(3);
});

test('asked for while it waited and again after the writing ended, it runs once; stopped, not at all', () => {
  vi.useFakeTimers();
  const go = vi.fn();
  const later = laterWhileWriting(createBrowserClock(), 300, go);
  noteWriting();
  later.ask();
  endWriting();
  later.ask();
  vi.advanceTimersByTime(1_000);
  expect(go).toHaveBeenCalledTimes(1);
  noteWriting();
  later.ask();
  later.stop();
  vi.advanceTimersByTime(1_000);
  expect(go).toHaveBeenCalledTimes(1);
});
