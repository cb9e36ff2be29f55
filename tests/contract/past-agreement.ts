/**
 * Is a group as it was what its log says? For any history, on every log store, against the checker's naive model, which shares
 * no code with the fold: before the log is compacted, after, after more was done, and after old segments lost their words.
 */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildAccounts } from '#client/features/history/build-past.ts';
import type { PastGround } from '#client/store/past-types.ts';
import { fieldsOf } from '#domain/expenses/expense-changes.ts';
import { isOfLedger } from '#domain/expenses/ledger-notice.ts';
import type { ExpenseRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import { compareLedgers, planRestoring, type RestoringOp } from '#domain/past/compare-ledgers.ts';
import { noteRestored, planUndo } from '#domain/past/plan-undo.ts';
import type { ToldLine } from '#domain/past/rewind.ts';
import { mergeText } from '#domain/plans/text/merge-text.ts';
import type { RowChange, RowKey } from '#domain/rows.ts';
import { chainNext, chainStart } from '#protocol/canonical.ts';
import { toWireOp } from '#protocol/fields.ts';
import type { PastPage } from '#protocol/past.ts';
import { clearPast } from '#server/sync/clear-past.ts';
import { eraseMember } from '#server/sync/erase-member.ts';
import { foldPast } from '#server/sync/fold-past.ts';
import type { LogEntry, LogStore } from '#server/sync/log-store.ts';
import { listDifferences, rowsOfChanges } from '#tests/sim/compare-rows.ts';
import { emptyNaiveGroup, foldNaively } from '#tests/sim/naive-model.ts';
import { type Accounts, type Deed, deed, keepAccounts, perform } from '#tests/support/deeds.ts';
import { createWorld, type TestDevice, type TestGroup, type World } from '#tests/support/sync-world.ts';
import { newId } from '#tests/support/test-database.ts';
import type { OpenedLogStore } from './server-log-store.ts';

const DAY_MS = 86_400_000;
/** Two weeks after the groups were made (sync-world.ts). */
const START = Date.UTC(2026, 9, 5, 12);

/** Half a day on average between two of them; somebody's clock is off by up to two days now and then. */
export const dated = fc.record({
  deed,
  hours: fc.nat(24),
  skew: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.integer({ min: -48, max: 48 })),
});
type Dated = typeof dated extends fc.Arbitrary<infer D> ? D : never;

export function describePast(name: string, open: () => Promise<OpenedLogStore>): void {
  describe(`the past on ${name}`, () => {
    let opened: OpenedLogStore;
    beforeAll(async () => {
      opened = await open();
    }, 120_000);
    afterAll(() => opened.close());

    test('at any version it is the fold of the log up to there, before and after compaction', async () => {
      const history = fc.array(dated, { minLength: 8, maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(history, history, fc.nat(20), (first, second, days) =>
          agree(opened.store, first, second, days),
        ),
        { numRuns: 20, seed: 20_261_122 },
      );
    }, 240_000);

    test('a device that is alone rewinds its accounts to what they were, or says that it cannot', async () => {
      const history = fc.array(dated, { minLength: 8, maxLength: 60 });
      await fc.assert(
        fc.asyncProperty(history, async (deeds) => {
          const living = await begin(opened.store);
          const log = await living.live(deeds);
          const ground = await living.ground();
          for (let version = 4; version <= log.length; version += 3) {
            const alone = buildAccounts(ground, version, null);
            const naive = emptyNaiveGroup(living.groupId);
            for (const { op } of log.slice(0, version)) foldNaively(naive, op);
            for (const table of ['expenses', 'settlements'] as const) {
              const wanted = [...naive.accounts[table].values()].map((row) => essenceOf(row as object));
              expect(alone[table].map(essenceOf)).toEqual(wanted);
            }
            expect(alone.inexact.size).toBe(0);
          }
        }),
        { numRuns: 15, seed: 20_261_124 },
      );
    }, 240_000);

    test('restoring brings the accounts back to what they were, and undoing it to what they are', async () => {
      const history = fc.array(dated, { minLength: 8, maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(history, fc.nat(), async (deeds, dice) => {
          const living = await begin(opened.store);
          const log = await living.live(deeds);
          const version = 4 + (dice % (log.length - 3));
          const then = await living.accountsAt(version);
          const before = await living.accountsAt(log.length);
          const ops = planRestoring(compareLedgers(then, before));
          const opIds: string[] = [];
          const say = async (plan: readonly RestoringOp[]) => {
            for (const { type, body } of plan) {
              const op = living.owner.op(type, body as unknown as JsonObject);
              const reply = await living.owner.push(living.groupId, [op]);
              expect(reply.verdicts).toEqual([expect.any(Number)]);
              opIds.push(op.opId);
            }
            return living.accountsAt((await living.log()).length);
          };
          const restored = await say(ops);
          expect(countedOf(restored)).toEqual(countedOf(then));
          const noted = noteRestored(ops, opIds);
          const undone = await say(planUndo(noted, restored));
          expect(digestOf(undone)).toBe(digestOf(before));
          expect(planUndo(noted, undone)).toEqual([]);
          if (ops.length > 0) expect(digestOf(restored)).not.toBe(digestOf(before));
        }),
        { numRuns: 20, seed: 20_261_123 },
      );
    }, 240_000);

    test('a moment is the version that was the last one then, and one clock that was ahead moves it not', async () => {
      const history = await begin(opened.store);
      for (const hours of [0, 30, 60, 90]) await history.say('oi', START + hours * 3_600_000);
      // Two weeks ahead, and nobody waits for them.
      await history.say('adiantada', START + 14 * DAY_MS);
      await history.say('depois', START + 5 * DAY_MS);
      await foldPast({ store: opened.store, now: START + 6 * DAY_MS }, history.groupId);
      const versionAt = async (at: number) => (await history.ask({ at })).version;
      const begun = 4;
      expect(await versionAt(START + 1_000)).toBe(begun + 1);
      expect(await versionAt(START + 40 * 3_600_000)).toBe(begun + 2);
      expect(await versionAt(START + 4 * DAY_MS)).toBe(begun + 4);
      expect(await versionAt(START + 7 * DAY_MS)).toBe(begun + 6);
    });

    test('old words go from the log; chain, verdicts and order stay, and who was away so long has the group anew', async () => {
      const history = await begin(opened.store);
      const first = await history.say('primeira', START);
      for (let day = 1; day <= 40; day++) await history.say(`dia ${day}`, START + day * DAY_MS);
      const before = await history.log();
      const policy = { everyVersionMs: 14 * DAY_MS, everyDayMs: 30 * DAY_MS };
      const options = { store: opened.store, policy, merge: mergeText, now: START + 41 * DAY_MS };
      await foldPast(options, history.groupId);
      const cleared = await clearPast(options, history.groupId);
      expect(cleared).toBeGreaterThan(20);
      expect(await clearPast(options, history.groupId)).toBe(0);

      const log = await history.log();
      expect(JSON.stringify(log.slice(0, cleared))).not.toContain('dia 1"');
      expect(log.slice(cleared)).toEqual(before.slice(cleared));
      expect(log.map(({ op, hash, chain }) => [op.opId, hash, chain])).toEqual(
        before.map(({ op, hash, chain }) => [op.opId, hash, chain]),
      );
      const chain = log.reduce((sum, { op }) => chainNext(sum, op), chainStart(history.groupId));
      expect(chain).toBe(before.at(-1)?.chain);
      // Pushed again by a device that never heard of its ack, it gets its old verdict.
      const again = await history.owner.push(history.groupId, [toWireOp(first)]);
      expect(again.verdicts).toEqual([before.find(({ op }) => op.opId === first.opId)?.version]);

      const { epoch } = history.world;
      const asked = { epoch, groupId: history.groupId, after: 3, maxBytes: 64 * 1024 };
      expect(await history.world.server.catchUp(history.owner.session, asked)).toEqual({ wait: 'epoch' });
      const cursors = (version: number) => [
        { groupId: history.groupId, version, chain: before[version - 1]?.chain ?? '' },
      ];
      const hear = async (version: number) =>
        (await history.owner.hello({ epoch, cursors: cursors(version) })).groups[0]?.history;
      expect(await hear(3)).toBe('changed');
      expect(await hear(cleared)).toBe('same');
      // Of the days before those that are whole, the end of the month is left: the members of September.
      const nearest = await history.ask({ version: 6 });
      expect(nearest.version).toBe(4);
      expect(await history.differences(before, nearest.version)).toEqual([]);
    });

    test('words that were erased are at no older moment, whether the log had them still or not', async () => {
      const history = await begin(opened.store);
      const [, bia] = history.people;
      if (!bia) throw new Error('somebody');
      const message = await history.say('segredo um', START, bia);
      await bia.push(history.groupId, [
        bia.op('message.edited', { messageId: message.body.messageId ?? '', text: 'segredo dois' }),
      ]);
      for (let day = 1; day <= 30; day++) await history.say(`segredo ${day}`, START + day * DAY_MS, bia);
      await history.owner.push(history.groupId, [
        history.owner.op('reaction.added', { messageId: message.body.messageId ?? '', emoji: '👍' }),
      ]);
      const policy = { everyVersionMs: 14 * DAY_MS, everyDayMs: 400 * DAY_MS };
      const options = { store: opened.store, policy, merge: mergeText, now: START + 31 * DAY_MS };
      await foldPast(options, history.groupId);
      await clearPast(options, history.groupId);
      await history.owner.push(history.groupId, [
        history.owner.op('reaction.added', { messageId: message.body.messageId ?? '', emoji: '❤️' }),
      ]);
      const head = (await history.log()).length;
      const everything = async () => {
        const pages: PastPage[] = [];
        for (let version = 1; version < head; version++) pages.push(await history.ask({ version }));
        return JSON.stringify(pages);
      };
      expect(await everything()).toContain('segredo');

      const member = { groupId: history.groupId, memberId: bia.memberId, accountId: bia.session.accountId };
      const eraser = { store: opened.store, now: () => START + 32 * DAY_MS, newId };
      expect(await eraseMember(eraser, member)).toBeDefined();
      expect(await everything()).not.toContain('segredo');
      expect(JSON.stringify(await history.log())).not.toContain('segredo');
      const keys: RowKey[] = [{ table: 'messages', id: String(message.body.messageId) }];
      const images = await opened.store.transact(async (tx) => {
        await tx.lockHeads([history.groupId], new Set());
        return tx.past.listImages(history.groupId, keys);
      });
      expect(images.length).toBeGreaterThan(0);
      expect(JSON.stringify(images)).not.toContain('segredo');
      // Nothing is left to do: the log itself says what was erased and what was only old.
      expect(await eraseMember(eraser, member)).toBeUndefined();
    });

    test('what was deleted is told to who wrote it and to who looks after the group, and to nobody who is out', async () => {
      const history = await begin(opened.store);
      const [owner, bia, caio] = history.people;
      if (!owner || !bia || !caio) throw new Error('three');
      const message = await history.say('apagada', START, bia);
      const { version } = await history.ask({ version: 99 });
      await bia.push(history.groupId, [
        bia.op('message.deleted', { messageId: message.body.messageId ?? '' }),
      ]);
      const seen = async (who: TestDevice) => JSON.stringify(await history.askAs(who, { version }));
      expect(await seen(bia)).toContain('"apagada"');
      expect(await seen(owner)).toContain('"apagada"');
      expect(await seen(caio)).not.toContain('"apagada"');
      await caio.leave({ groupId: history.groupId, secret: '' });
      expect(await history.askAs(caio, { version })).toMatchObject({ gone: 'left' });
      expect(await history.askAs(history.world.device(), { version })).toEqual({ wait: 'unknown-group' });
      const { server } = history.world;
      const elsewhere = { epoch: newId(), groupId: history.groupId, moment: { version }, after: null };
      expect(await server.past(owner.session, elsewhere)).toEqual({ wait: 'epoch' });
    });
  });
}

async function agree(
  store: LogStore,
  first: readonly Dated[],
  second: readonly Dated[],
  days: number,
): Promise<void> {
  const history = await begin(store);
  const before = await history.live(first);
  const versions = before.map(({ version }) => version);
  const checked = versions.filter((version) => version % 3 === 0 || version === versions.length);
  const check = async (log: readonly LogEntry[], at: readonly number[]) => {
    for (const version of at) expect(await history.differences(log, version)).toEqual([]);
  };
  await check(before, checked);
  const policy = { everyVersionMs: days * DAY_MS, everyDayMs: 2 * days * DAY_MS };
  await foldPast({ store, now: history.now() + DAY_MS }, history.groupId);
  await check(before, checked);
  const after = await history.live(second);
  await check(after, [...checked, after.length]);
  const options = { store, policy, merge: mergeText, now: history.now() + DAY_MS };
  await foldPast(options, history.groupId);
  await check(after, [...checked, after.length]);
  await clearPast(options, history.groupId);
  // What cannot be returned to any more is answered by the nearest that can.
  const kept = new Set<number>();
  for (const version of [...checked, after.length]) kept.add((await history.ask({ version })).version);
  await check(after, [...kept]);
}

export async function begin(store: LogStore) {
  const world = createWorld({ wrap: () => store, epoch: await store.read(async (view) => view.epoch) });
  const people = Array.from({ length: 4 }, () => world.device());
  const [owner] = people;
  if (!owner) throw new Error('somebody');
  const group = await owner.createGroup();
  for (const person of people.slice(1)) await person.join(group);
  return new History({ store, world, people, owner, group });
}

interface Told {
  readonly store: LogStore;
  readonly world: World;
  readonly people: readonly TestDevice[];
  readonly owner: TestDevice;
  readonly group: TestGroup;
}

class History {
  readonly world: World;
  readonly people: readonly TestDevice[];
  readonly owner: TestDevice;
  readonly groupId: string;
  readonly #told: Told;
  readonly #messages: string[] = [];
  readonly #accounts: Accounts = { expenses: [], settlements: [] };
  #now = START;

  constructor(told: Told) {
    this.#told = told;
    this.world = told.world;
    this.people = told.people;
    this.owner = told.owner;
    this.groupId = told.group.groupId;
  }

  now(): number {
    return this.#now;
  }

  /** Resolves with the whole log after it. */
  async live(history: readonly Dated[]): Promise<LogEntry[]> {
    for (const { deed: one, hours, skew } of history) {
      this.#now += hours * 3_600_000;
      const dated: Deed = { ...one, at: this.#now + skew * 3_600_000 };
      await perform(dated, this.people, this.#told.group, this.#messages);
      await keepAccounts(dated, this.people, this.groupId, this.#accounts);
    }
    return this.log();
  }

  async say(text: string, at: number, who: TestDevice = this.owner): Promise<Op> {
    this.#now = at;
    const op = who.message(text, { at });
    await who.push(this.groupId, [op]);
    return { ...op, groupId: this.groupId };
  }

  log(): Promise<LogEntry[]> {
    return this.#told.store.read((view) =>
      view.listLog(this.groupId, 0, { maxOps: 10_000, maxBytes: 100_000_000 }),
    );
  }

  async ask(moment: { readonly version: number } | { readonly at: number }): Promise<PastPage> {
    const rows: RowChange[] = [];
    let after: RowKey | null = null;
    for (;;) {
      const page: PastPage = (await this.askAs(this.owner, moment, after)) as PastPage;
      if (!('rows' in page)) throw new Error(JSON.stringify(page));
      rows.push(...page.rows);
      if (page.after === null) return { ...page, rows };
      after = page.after;
    }
  }

  askAs(who: TestDevice, moment: PastMoment, after: RowKey | null = null) {
    const asked = { epoch: this.world.epoch, groupId: this.groupId, moment, after };
    return this.world.server.past(who.session, asked);
  }

  async accountsAt(version: number): Promise<Accounted> {
    const page = await this.ask({ version });
    const rows = rowsOfChanges([...(await this.#unchanged(version)), ...page.rows]);
    return {
      expenses: rows.ledger.filter((row) => 'history' in row),
      settlements: rows.ledger.filter((row) => 'recordedBy' in row),
    };
  }

  /** As a device has it that holds everything. */
  async ground(): Promise<PastGround> {
    const head = (await this.log()).length;
    const { expenses, settlements } = await this.accountsAt(head);
    const lines = new Map<string, ToldLine[]>();
    for (const { row, table } of await this.#unchanged(head)) {
      if (table !== 'messages' || !row.notice || !isOfLedger(row.notice)) continue;
      const { notice, version } = row;
      const id =
        'settlementId' in notice ? notice.settlementId : 'expenseId' in notice ? notice.expenseId : '';
      lines.set(
        id,
        [...(lines.get(id) ?? []), { version, notice }].sort((a, b) => a.version - b.version),
      );
    }
    const byVersion = <R extends { readonly version: number }>(rows: readonly R[]) =>
      rows.toSorted((a, b) => a.version - b.version);
    const ledger = {
      expenses: byVersion(expenses),
      settlements: byVersion(settlements),
      recurrences: [],
      isArriving: false,
    };
    return { epoch: this.world.epoch, head, ledger, linesById: lines, linesFrom: 0 };
  }

  /** Beside the naive fold of `log` up to `version`. */
  async differences(log: readonly LogEntry[], version: number): Promise<object[]> {
    const page = await this.ask({ version });
    if (page.version !== version) return [{ wanted: version, found: page.version }];
    const naive = emptyNaiveGroup(this.groupId);
    for (const { op } of log.slice(0, version)) foldNaively(naive, op);
    return listDifferences(
      this.groupId,
      naive,
      rowsOfChanges([...(await this.#unchanged(version)), ...page.rows]),
    );
  }

  #unchanged(version: number): Promise<RowChange[]> {
    const { groupId } = this;
    return this.#told.store.read(async (view) => {
      const group = await view.getRow({ groupId, table: 'groups', id: groupId });
      const members = await view.listMembers(groupId);
      const messages = await view.listMessagesBefore(groupId, Number.MAX_SAFE_INTEGER, 10_000);
      const present: RowChange[] = [
        ...(group ? [group] : []),
        ...members.map((row): RowChange => ({ table: 'members', row })),
        ...messages.map((row): RowChange => ({ table: 'messages', row })),
        ...(await view.listLedgerBefore(groupId, Number.MAX_SAFE_INTEGER, 10_000)),
      ];
      return present.filter(({ row }) => row.rowVersion <= version);
    });
  }
}

interface Accounted {
  readonly expenses: readonly ExpenseRow[];
  readonly settlements: readonly SettlementRow[];
}

/** What of a row is told on a screen: who voided it is in its history. */
function essenceOf(row: object): object {
  const { id, voidedBy, confirmedBy, version, amountMinor, shares, description, note } =
    row as never as ExpenseRow & SettlementRow;
  return { id, version, isOut: voidedBy !== null, confirmedBy, amountMinor, shares, description, note };
}

/** Of what counts: an entry that was not there and one that is out are one. */
function countedOf({ expenses, settlements }: Accounted): unknown {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const counted = [...expenses.toSorted(byId), ...settlements.toSorted(byId)].filter(
    ({ voidedBy }) => voidedBy === null,
  );
  return counted.map((row) => ('history' in row ? { id: row.id, ...fieldsOf(row) } : settledOf(row)));
}

const settledOf = ({ id, fromId, toId, amountMinor, date }: SettlementRow): object => {
  return { id, fromId, toId, amountMinor, date };
};

/** Of all that is in the accounts, out or not: what they are, not by which ops they became it. */
function digestOf({ expenses, settlements }: Accounted): string {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const told = [
    ...expenses.toSorted(byId).map((row) => ({ ...fieldsOf(row), id: row.id, isOut: row.voidedBy !== null })),
    ...settlements.toSorted(byId).map((row) => ({ ...settledOf(row), isOut: row.voidedBy !== null })),
  ];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}

type PastMoment = { readonly version: number } | { readonly at: number };
