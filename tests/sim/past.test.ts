/**
 * Whatever a storm left in the logs (roles, accounts, histories that a restored server lost and had brought home, ops that waited
 * for their message), each of them is at any version what the naive model makes of it up to there: before compaction, and
 * after a compaction that was killed between its commits again and again.
 */
import { expect, test } from 'vitest';
import { mergeText } from '#domain/plans/text/merge-text.ts';
import type { RowKey } from '#domain/rows.ts';
import { clearPast } from '#server/sync/clear-past.ts';
import { foldPast } from '#server/sync/fold-past.ts';
import type { LogEntry, LogStore } from '#server/sync/log-store.ts';
import type { PastPolicy } from '#server/sync/past-policy.ts';
import { PastState } from '#server/sync/past-state.ts';
import { listDifferences, rowsOfChanges } from './compare-rows.ts';
import { emptyNaiveGroup, foldNaively } from './naive-model.ts';
import { runSeed } from './run-seed.ts';
import { SUITES } from './suites.ts';

const SEEDS = 60;
const FIRST_SEED = 6_100_001n;
const DAY_MS = 86_400_000;
const POLICY: PastPolicy = { everyVersionMs: DAY_MS, everyDayMs: 2 * DAY_MS };

test(`logs of ${SEEDS} storms are at each version what they say, before compaction and after`, async () => {
  let compared = 0;
  let cleared = 0;
  for (let i = 0; i < SEEDS; i++) {
    const suite = SUITES[(['people', 'ledger', 'time-travel'] as const)[i % 3] ?? 'all'];
    const { rest } = await runSeed({ seed: FIRST_SEED + BigInt(i), suite });
    const { database } = rest;
    for (const [groupId, group] of database.image.groups) {
      const log = [...group.entries];
      const versions = [1, 2, 3, 5, 7].map((part) => Math.max(1, Math.floor((log.length * part) / 7)));
      const check = async (kept: readonly number[]) => {
        for (const version of kept) {
          expect(
            await listWrong(database.connect(), groupId, log, version),
            `${groupId} at ${version}`,
          ).toEqual([]);
          compared += 1;
        }
      };
      await check(versions);
      const last = Math.max(...log.map(({ op }) => op.at));
      const now = last + 3 * DAY_MS;
      const flaky = killedNowAndThen(database.connect());
      for (let more = true; more; )
        more = await foldPast({ store: flaky, now }, groupId).then(
          () => false,
          () => true,
        );
      await check(versions);
      for (let more = true; more; ) {
        more = await clearPast({ store: flaky, policy: POLICY, merge: mergeText, now }, groupId).then(
          () => false,
          () => true,
        );
      }
      cleared += (await database.connect().read((view) => view.past.getReach(groupId))).cleared;
      const points = await database.connect().read((view) => view.past.listPoints(groupId));
      await check(points.map(({ version }) => version));
    }
  }
  expect(compared).toBeGreaterThan(10 * SEEDS);
  expect(cleared).toBeGreaterThan(SEEDS);
});

/** Every third commit never comes to be. */
function killedNowAndThen(store: LogStore): LogStore {
  let commits = 0;
  return {
    read: (run) => store.read(run),
    raiseMarks: (marks) => store.raiseMarks(marks),
    transact: (run) =>
      store.transact(async (tx) => {
        const result = await run(tx);
        commits += 1;
        if (commits % 3 === 1) throw new Error('killed');
        return result;
      }),
  };
}

function listWrong(store: LogStore, groupId: string, log: readonly LogEntry[], version: number) {
  return store.read(async (view) => {
    const points = await view.past.listPoints(groupId);
    const state = new PastState(
      view,
      groupId,
      points.findLast((point) => point.version <= version),
    );
    await state.foldTo(version);
    const everything: RowKey[] = [
      { table: 'groups', id: groupId },
      ...(await view.listMembers(groupId)).map(({ id }): RowKey => ({ table: 'members', id })),
      ...(await view.listMessagesBefore(groupId, version + 1, log.length)).map(({ id }): RowKey => {
        return { table: 'messages', id };
      }),
      ...(await view.listLedgerBefore(groupId, version + 1, log.length)).map(
        ({ table, row: { id } }): RowKey => {
          return { table, id };
        },
      ),
    ];
    const naive = emptyNaiveGroup(groupId);
    for (const { op } of log.slice(0, version)) foldNaively(naive, op);
    return listDifferences(groupId, naive, rowsOfChanges(await state.list(everything)));
  });
}
