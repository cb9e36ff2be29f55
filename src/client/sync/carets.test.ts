import { describe, expect, test } from 'vitest';
import type { CaretUp } from '#protocol/carets.ts';
import { ManualClock } from '#tests/support/sync-world.ts';
import { CaretBoard } from './carets.ts';

const PLACE = { groupId: 'g', planId: 'p' };
const HERE = { anchor: 'AAAA', head: 'AAAB' };
const THERE = { anchor: 'AAAA', head: 'AAAC' };

function openBoard() {
  const clock = new ManualClock();
  const told: CaretUp[] = [];
  const board = new CaretBoard(
    { now: () => clock.now(), monotonicMs: () => clock.now(), after: (ms, run) => clock.after(ms, run) },
    (frame) => told.push(frame),
  );
  const over = new AbortController();
  const show = board.open({ ...PLACE, clientId: 1 }, over.signal);
  return { clock, told, board, over, show };
}

describe('one’s own caret', () => {
  test('is told when a plan is opened, at most a few times a second, and when it is closed', async () => {
    const { clock, told, show, over } = openBoard();
    for (const caret of [HERE, THERE, HERE, THERE]) show(caret);
    await clock.advance(1_000);
    expect(told).toEqual([
      { ...PLACE, clientId: 1 },
      { ...PLACE, clientId: 1, caret: THERE },
    ]);
    over.abort();
    show(HERE);
    await clock.advance(60_000);
    expect(told.at(-1)).toEqual({ ...PLACE, clientId: 1, caret: null });
    expect(told).toHaveLength(3);
  });

  test('is told again to who came meanwhile', async () => {
    const { clock, told, board } = openBoard();
    await clock.advance(31_000);
    expect(told).toHaveLength(3);
    board.retell();
    expect(told).toHaveLength(4);
  });
});

describe('others’ carets', () => {
  const ana = { ...PLACE, memberId: 'ana', clientId: 7 };

  test('stand where they were last told, and go when they say so or are silent', async () => {
    const { clock, board } = openBoard();
    let changes = 0;
    board.subscribe(() => changes++);
    board.put({ ...ana, caret: HERE });
    board.put({ ...ana, caret: THERE });
    expect(board.list(PLACE)).toEqual([{ memberId: 'ana', clientId: 7, caret: THERE }]);
    board.put({ ...ana, caret: null });
    expect(board.list(PLACE)).toEqual([]);
    board.put(ana);
    expect(board.list(PLACE)).toEqual([{ memberId: 'ana', clientId: 7, caret: null }]);
    await clock.advance(41_000);
    expect(board.list(PLACE)).toEqual([]);
    expect(changes).toBe(5);
  });

  test('of plans that are not open here, and one’s own from another tab’s socket, are nobody’s', () => {
    const { board, over } = openBoard();
    board.put({ ...ana, planId: 'q', caret: HERE });
    board.put({ ...ana, clientId: 1, caret: HERE });
    expect(board.list({ ...PLACE, planId: 'q' })).toEqual([]);
    expect(board.list(PLACE)).toEqual([]);
    board.put({ ...ana, caret: HERE });
    over.abort();
    expect(board.list(PLACE)).toEqual([]);
  });

  test('are gone with the connection', () => {
    const { board } = openBoard();
    board.put({ ...ana, caret: HERE });
    board.clear();
    expect(board.list(PLACE)).toEqual([]);
  });
});
