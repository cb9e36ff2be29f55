/** What is asked while somebody types, and which of the answers counts. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SearchAnswer, SearchHit } from '#client/search-index/search-query.ts';
import type { SearchDoor } from '#client/session/search-door.ts';
import { createAsker } from './asker.ts';

const hit = (id: string): SearchHit => ({
  kind: 'message',
  groupId: 'g',
  groupName: 'Sítio',
  id,
  version: 1,
  title: { text: 'Ana', marks: [] },
  line: { text: id, marks: [] },
  at: 1,
  amountMinor: null,
  block: null,
  isFromServer: false,
});
const answerOf = (...ids: string[]): SearchAnswer => ({
  hits: ids.map(hit),
  hasMore: false,
  share: 1,
  isCut: false,
});
const typed = (text: string) => ({ text, filters: {} });

/** Answers when the test says so. */
function openDoor() {
  const asks: {
    readonly what: string;
    tell(answer: SearchAnswer | undefined): Promise<void>;
    fail(): Promise<void>;
  }[] = [];
  const told = vi.fn<SearchDoor['askServer']>(async () => ({ hits: [hit('old')], after: null }));
  let changed = (): void => {};
  const door: SearchDoor = {
    ask: ({ text }, howMany) =>
      new Promise((resolve, reject) => {
        asks.push({
          what: `${text} ${howMany}`,
          tell: async (answer) => {
            resolve(answer);
            await vi.advanceTimersByTimeAsync(0);
          },
          fail: async () => {
            reject(new Error('gone'));
            await vi.advanceTimersByTimeAsync(0);
          },
        });
      }),
    askServer: told,
    listPeople: async () => [],
    listRecent: async () => [],
    keepRecent: async () => {},
    clearRecent: async () => {},
    onChanged: (listener) => {
      changed = listener;
      return () => {};
    },
  };
  return { door, asks, told, change: () => changed(), listAsks: () => asks.map(({ what }) => what) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('each letter asks at once for the first, and all come once the typing rests', async () => {
  const { door, asks, listAsks } = openDoor();
  const asker = createAsker(door);
  asker.start();
  asker.ask(typed('g'));
  const gelo = typed('ge');
  asker.ask(gelo);
  asker.ask(gelo);
  expect(listAsks()).toEqual(['g first', 'ge first']);
  expect(asker.now().isFirstAsked).toBe(true);
  await asks[1]?.tell(answerOf('gelo'));
  // An answer that comes after a newer one is nobody's.
  await asks[0]?.tell(answerOf('gato'));
  expect(asker.now()).toMatchObject({ found: { query: gelo, isWhole: false }, isFirstAsked: false });
  await vi.advanceTimersByTimeAsync(240);
  expect(listAsks()).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(20);
  expect(listAsks().at(-1)).toBe('ge all');
  await asks[2]?.tell(answerOf('gelo', 'gelado'));
  expect(asker.now().found).toMatchObject({
    isWhole: true,
    answer: { hits: [{ id: 'gelo' }, { id: 'gelado' }] },
  });
});

test('a letter before the rest takes the asking for all of the one before away', async () => {
  const { door, asks, listAsks } = openDoor();
  const asker = createAsker(door);
  asker.ask(typed('g'));
  await asks[0]?.tell(answerOf('gelo'));
  await vi.advanceTimersByTimeAsync(200);
  asker.ask(typed('ge'));
  await vi.advanceTimersByTimeAsync(200);
  expect(listAsks()).toEqual(['g first', 'ge first']);
});

test('what stands there whole is asked for whole again when there is more to find', async () => {
  const { door, asks, listAsks, change } = openDoor();
  const asker = createAsker(door);
  const end = asker.start();
  asker.ask(typed('gelo'));
  await asks[0]?.tell(answerOf('gelo'));
  change();
  await asks[1]?.tell(answerOf('gelo'));
  await vi.advanceTimersByTimeAsync(260);
  await asks[2]?.tell(answerOf('gelo'));
  change();
  expect(listAsks()).toEqual(['gelo first', 'gelo first', 'gelo all', 'gelo all']);
  end();
  await asks[3]?.tell(answerOf('late'));
  expect(asker.now().found?.answer.hits).toEqual([hit('gelo')]);
});

test('a failure is said, and asking again mends it', async () => {
  const { door, asks } = openDoor();
  const asker = createAsker(door);
  asker.ask(typed('gelo'));
  await asks[0]?.fail();
  expect(asker.now()).toMatchObject({ hasFailed: true, isFirstAsked: false });
  asker.retry();
  await asks[1]?.tell(answerOf('gelo'));
  expect(asker.now().hasFailed).toBe(false);
  asker.ask(typed(' '));
  expect(asker.now().found).toBeUndefined();
  expect(asks).toHaveLength(2);
});

test('the server is asked when typing rests; what it told stays until something else is found', async () => {
  const { door, asks, told } = openDoor();
  const asker = createAsker(door);
  asker.setOnline(true);
  const gelo = typed('gelo');
  asker.ask(typed('gel'));
  await asks[0]?.tell(answerOf('gelo'));
  await vi.advanceTimersByTimeAsync(200);
  asker.ask(gelo);
  await asks[1]?.tell(answerOf('gelo'));
  await vi.advanceTimersByTimeAsync(400);
  expect(told.mock.calls).toEqual([[gelo, null]]);
  expect(asker.now().server).toMatchObject({ state: 'here', hits: [{ id: 'old' }] });
  await asks[2]?.tell(answerOf('gelo'));
  expect(asker.now().server.state).toBe('here');
  asker.ask(typed('gelos'));
  expect(asker.now().server.state).toBe('here');
  await asks[3]?.tell(answerOf('gelo'));
  expect(asker.now().server.state).toBe('none');
  asker.setOnline(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toHaveBeenCalledTimes(1);
});
