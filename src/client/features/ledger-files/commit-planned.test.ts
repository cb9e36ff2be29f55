import { expect, test } from 'vitest';
import type { CommitResult, Intent } from '#client/sync/engine-types.ts';
import type { PlannedOp } from '#domain/expenses/exchange/plan-import.ts';
import { BATCH_OPS, commitPlanned } from './commit-planned.ts';

const ops = (count: number): PlannedOp[] =>
  Array.from({ length: count }, (_, i) => ({ type: 'expense.voided', body: { expenseId: String(i) } }));

/** A device that answers `refuse` for a commit, and remembers what it took. */
function device(
  refuse: (intents: readonly Intent[], taken: number) => CommitResult | undefined = () => undefined,
) {
  const taken: Intent[] = [];
  const commits: number[] = [];
  const commit = async (intents: readonly Intent[]): Promise<CommitResult> => {
    commits.push(intents.length);
    const refusal = refuse(intents, taken.length);
    if (refusal) return refusal;
    taken.push(...intents);
    return { ok: true, opIds: [] };
  };
  return { taken, commits, commit };
}

const run = (
  count: number,
  one: ReturnType<typeof device>,
  over: Partial<Parameters<typeof commitPlanned>[0]> = {},
) =>
  commitPlanned({
    groupId: 'g',
    ops: ops(count),
    newPeople: [],
    commit: one.commit,
    onProgress: () => {},
    signal: new AbortController().signal,
    ...over,
  });

test('people first, then batch by batch, in order, and how far it is is told', async () => {
  const one = device();
  const told: number[] = [];
  const newPeople = [{ memberId: 'm', name: 'Bia' }];
  expect(await run(120, one, { newPeople, onProgress: (done) => told.push(done) })).toEqual({
    done: 120,
    refused: 0,
    end: 'all',
  });
  expect(one.commits).toEqual([1, 50, 50, 20]);
  expect(one.taken[0]).toMatchObject({ type: 'member.added' });
  expect(one.taken.slice(1).map(({ body }) => (body as { expenseId: string }).expenseId)).toEqual(
    ops(120).map(({ body }) => (body as { expenseId: string }).expenseId),
  );
  expect(told).toEqual([50, 100, 120]);
});

test('stopped, it ends after the batch that is being saved', async () => {
  const one = device();
  const stop = new AbortController();
  const result = await run(200, one, { signal: stop.signal, onProgress: () => stop.abort() });
  expect(result).toEqual({ done: BATCH_OPS, refused: 0, end: 'stopped' });
});

test('what is refused alone leaves the others of its batch in', async () => {
  const bad = new Set(['7', '63']);
  const one = device((intents) =>
    intents.some(({ body }) => bad.has((body as { expenseId: string }).expenseId))
      ? { ok: false, error: 'invalid' }
      : undefined,
  );
  expect(await run(100, one)).toEqual({ done: 98, refused: 2, end: 'all' });
  expect(one.taken).toHaveLength(98);
});

test('a full device ends it, and says how much is saved', async () => {
  const one = device((_, taken) => (taken >= 50 ? { ok: false, error: 'storage-full' } : undefined));
  expect(await run(100, one)).toEqual({ done: 50, refused: 0, end: 'storage-full' });
  const none = device(() => ({ ok: false, error: 'not-allowed' }));
  expect(await run(10, none, { newPeople: [{ memberId: 'm', name: 'x' }] })).toEqual({
    done: 0,
    refused: 0,
    end: 'not-allowed',
  });
});
