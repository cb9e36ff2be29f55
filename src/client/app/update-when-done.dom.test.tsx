// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onAskIfUnfinished } from '#client/session/unfinished.ts';
import { type DoneWatch, watchDone, watchTyping } from './update-when-done.ts';

const NOT_DONE = 'racha-not-done';
const MINUTES = 60_000;

/** One browser's locks, as every tab of it sees them. */
class Locks {
  readonly held: { name: string }[] = [];
  async request(name: string, _options: object, run: () => Promise<void>): Promise<void> {
    const lock = { name };
    this.held.push(lock);
    await run();
    this.held.splice(this.held.indexOf(lock), 1);
  }
  query = async () => ({ held: this.held, pending: [] });
}

let locks: Locks;
let watch: DoneWatch;
let done: number;
let ends: (() => void)[];
beforeEach(() => {
  vi.useFakeTimers();
  locks = new Locks();
  done = 0;
  ends = [];
  Object.defineProperty(navigator, 'locks', { configurable: true, value: locks });
  turn('visible');
  watch = watchDone(watchTyping(), () => {
    done += 1;
  });
});
afterEach(() => {
  watch.stop();
  for (const end of ends) end();
  document.body.replaceChildren();
  vi.useRealTimers();
});

function turn(visibilityState: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: visibilityState });
  document.dispatchEvent(new Event('visibilitychange'));
}

function show(tag: string, fields: Record<string, unknown> = {}): HTMLElement {
  const element = Object.assign(document.createElement(tag), fields);
  document.body.append(element);
  return element;
}

function write<T extends HTMLElement>(field: T, value: string): T {
  Object.assign(field, { value });
  field.dispatchEvent(new Event('input', { bubbles: true }));
  return field;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('hidden and nothing begun: done in seconds, and said once', async () => {
  watch.wait();
  await pass(1_000);
  turn('hidden');
  await pass(2_000);
  expect(done).toBe(0);
  await pass(10_000);
  expect(done).toBe(1);
});

test('not before the person asked for it', async () => {
  turn('hidden');
  await pass(10 * MINUTES);
  expect(done).toBe(0);
  watch.wait();
  await pass(1_000);
  expect(done).toBe(1);
});

test('looked at: only after minutes without a touch, and coming back is one', async () => {
  watch.wait();
  for (let i = 0; i < 5; i++) {
    await pass(MINUTES);
    dispatchEvent(new Event('pointerdown'));
  }
  turn('hidden');
  await pass(1_000);
  turn('visible');
  await pass(1.5 * MINUTES);
  expect(done).toBe(0);
  await pass(MINUTES);
  expect(done).toBe(1);
});

test('a text in a field, a sheet, a picture seen large, something on its way: each is waited for', async () => {
  watch.wait();
  turn('hidden');
  const field = write(show('textarea'), 'pela metade');
  await pass(MINUTES);
  expect(done).toBe(0);
  field.remove();
  const sheet = show('div');
  sheet.setAttribute('role', 'dialog');
  await pass(MINUTES);
  expect(done).toBe(0);
  sheet.remove();
  let isSending = true;
  ends.push(onAskIfUnfinished(() => isSending));
  await pass(MINUTES);
  expect(done).toBe(0);
  isSending = false;
  await pass(1_000);
  expect(done).toBe(1);
});

test('a field that was filled for them, or is empty again, is not waited for', async () => {
  watch.wait();
  show('input', { value: 'Ana' });
  write(show('input', { type: 'checkbox' }), 'on');
  write(write(show('textarea'), 'pela metade'), '');
  turn('hidden');
  await pass(5_000);
  expect(done).toBe(1);
});

test('another tab where somebody writes holds it up, until that one is done or gone', async () => {
  watch.wait();
  turn('hidden');
  const other = { name: NOT_DONE };
  await pass(500);
  locks.held.push(other);
  await pass(MINUTES);
  expect(done).toBe(0);
  locks.held.splice(locks.held.indexOf(other), 1);
  await pass(1_000);
  expect(done).toBe(1);
});

test('this tab tells the others while it is not done, and no longer', async () => {
  await pass(0);
  expect(locks.held).toEqual([{ name: NOT_DONE }]);
  turn('hidden');
  await pass(5_000);
  expect(locks.held).toEqual([]);
  turn('visible');
  await pass(1_000);
  expect(locks.held).toEqual([{ name: NOT_DONE }]);
  watch.stop();
  await pass(0);
  expect(locks.held).toEqual([]);
});
