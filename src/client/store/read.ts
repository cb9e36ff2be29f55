/** Reads for the screens: confirmed rows with this device's outbox over them. Nothing here writes. */

import type { DeviceDatabase } from './database.ts';
import { createSummaryReader } from './group-summaries.ts';
import { observe, observeLater } from './observe.ts';
import type { Loss, Observed, Reader } from './read-types.ts';
import type { ReaderWords } from './shown-names.ts';

const NO_WORDS: ReaderWords = { hiddenName: () => '', photo: () => '' };

/** `words` are asked at each reading. */
export function createReader(db: DeviceDatabase, words: ReaderWords = NO_WORDS): Reader {
  return {
    observeLoss: () => observe(() => readLoss(db)),
    observeProfile: () => observe(() => readProfile(db)),
    observeGroups: () => observe(createSummaryReader(db, words)),
    observeGroup: (groupId) => later(({ readGroup }) => readGroup(db, groupId, words)),
    observeTrail: (groupId, limit) => later(({ readTrail }) => readTrail(db, groupId, limit, words)),
    openConversation: async (groupId) =>
      (await import('./conversation.ts')).openConversation(db, groupId, words),
    observeLedger: (groupId, limit) => ledger(({ readLedger }) => readLedger(db, groupId, limit)),
    observeExpense: (groupId, id) => ledger(({ readExpense }) => readExpense(db, groupId, id)),
    observeSettlements: (groupId) => ledger(({ readSettlements }) => readSettlements(db, groupId)),
    observeVoided: (groupId) => ledger(({ readVoided }) => readVoided(db, groupId)),
    observeWholeLedger: (groupId) => ledger(({ readWholeLedger }) => readWholeLedger(db, groupId)),
    observePlans: (groupId) => fetched(loadPlanReads, ({ readPlans }) => readPlans(db, groupId)),
    observePlan: (groupId, planId) => fetched(loadPlanReads, ({ readPlan }) => readPlan(db, groupId, planId)),
    listTimeline: async (groupId, below) => (await loadPastReads()).readTimeline(db, groupId, below),
    observePastGround: (groupId) =>
      fetched(loadPastReads, ({ readPastGround }) => readPastGround(db, groupId)),
    listPastMessages: async (groupId, page) => (await loadPastReads()).readPastMessages(db, groupId, page),
    readTalkSince: async (groupId, version) => (await loadPastReads()).readTalkSince(db, groupId, version),
    listDueExpenses: async (today) => (await import('./due-expenses.ts')).readDueExpenses(db, today),
    getDraft: (groupId) => db.drafts.get(groupId),
    observeQueue: () => later(({ readQueue }) => readQueue(db, words)),
    observeTray: () => later(({ readTray }) => readTray(db)),
    observeCheck: () => later(({ readCheck }) => readCheck(db)),
    exportUnsent: async (typed) => (await loadLaterReads()).exportUnsent(db, typed),
    exportOwn: async () => (await import('./export-own.ts')).exportOwn(db),
    getDeviceId: async () => {
      const row = await db.meta.get('device');
      return row?.name === 'device' ? row.value.deviceId : undefined;
    },
  };
}

/** Fetched with the screens that need them; no first screen does. */
const loadLaterReads = () => import('./later-reads.ts');
const loadLedgerReads = () => import('./ledger-reads.ts');
const loadPlanReads = () => import('./plan-reads.ts');
const loadPastReads = () => import('./past-reads.ts');

type Query<R, T> = (reads: R) => Promise<T>;
const later = <T>(query: Query<Awaited<ReturnType<typeof loadLaterReads>>, T>) =>
  fetched(loadLaterReads, query);
const ledger = <T>(query: Query<Awaited<ReturnType<typeof loadLedgerReads>>, T>) =>
  fetched(loadLedgerReads, query);

function fetched<R, T>(load: () => Promise<R>, query: Query<R, T>): Observed<T> {
  return observeLater(async () => {
    const reads = await load();
    return () => query(reads);
  });
}

async function readProfile(db: DeviceDatabase): Promise<{ readonly name: string } | null> {
  const row = await db.meta.get('profile');
  return row?.name === 'profile' ? row.value : null;
}

async function readLoss(db: DeviceDatabase): Promise<Loss | null> {
  const [loss, recovered] = await db.meta.bulkGet(['loss', 'recovered']);
  if (loss?.name !== 'loss') return null;
  return { ...loss.value, recovered: recovered?.name === 'recovered' ? recovered.value : null };
}
