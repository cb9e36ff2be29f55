/** What the screens are told of the storage, from writes that fail, take long or succeed. */
import { expect, test } from 'vitest';
import { type DeviceStore, StoreError } from '#client/platform/device-store.ts';
import { ManualClock } from '#tests/support/sync-world.ts';
import type { StorageState } from './engine-types.ts';
import { SLOW_MS, watchStore } from './watch-store.ts';

function setup() {
  const clock = new ManualClock();
  const states: StorageState[] = [];
  let answer: () => Promise<unknown> = async () => undefined;
  const store = {
    read: async () => undefined,
    write: () => answer(),
  } as unknown as DeviceStore;
  const watched = watchStore(
    store,
    { now: () => clock.now(), monotonicMs: () => clock.now(), after: clock.after.bind(clock) },
    (state) => states.push(state),
  );
  const write = (table: 'messages' | 'meta', next: () => Promise<unknown>) => {
    answer = next;
    return watched.write([table], async () => {}).catch(() => {});
  };
  return { clock, states, write };
}

const refuse = (kind: StoreError['kind']) => async () => {
  throw new StoreError(kind);
};
const succeed = async () => undefined;

test('fault 30: full stays until a write of the same kind fits; a heartbeat that fits says nothing', async () => {
  const { states, write } = setup();
  await write('messages', refuse('full'));
  await write('meta', succeed);
  expect(states).toEqual(['full']);
  await write('messages', succeed);
  expect(states).toEqual(['full', 'ok']);
});

test('the worst is told, and what the caller itself threw says nothing', async () => {
  const { states, write } = setup();
  await write('meta', async () => {
    throw new Error('mine');
  });
  expect(states).toEqual([]);
  await write('meta', refuse('lost'));
  await write('messages', refuse('full'));
  await write('messages', succeed);
  expect(states).toEqual(['failing', 'full', 'failing']);
});

test('fault 38: slow while a write takes seconds, and no longer', async () => {
  const { clock, states, write } = setup();
  let done = () => {};
  const writing = write('messages', () => new Promise<void>((resolve) => (done = resolve)));
  await clock.advance(SLOW_MS * 2);
  expect(states).toEqual(['slow']);
  done();
  await writing;
  expect(states).toEqual(['slow', 'ok']);
});
