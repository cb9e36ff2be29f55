/**
 * The texts of plans on every log store: noted with their commit, compacted, read in parts, and out of the log when it is old. What
 * a text was at a version is asked as a device asks it, and held against Yjs over the updates themselves, which knows nothing of
 * compaction: at every version while the log has it, and at every moment that is promised after that.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ArrivingText } from '#client/sync/arriving-text.ts';
import { fetchOlderEdits } from '#client/sync/older-edits.ts';
import { erasedHash } from '#domain/erased-body.ts';
import { base64url, fromBase64url } from '#domain/ids.ts';
import type { JsonObject } from '#domain/json.ts';
import { textEditOf } from '#domain/plans/edit-op.ts';
import { unpackText } from '#domain/plans/packed-text.ts';
import { mergeText } from '#domain/plans/text/merge-text.ts';
import { chainNext, chainStart } from '#protocol/canonical.ts';
import { withRowWords } from '#server/privacy/with-row-words.ts';
import { clearPast } from '#server/sync/clear-past.ts';
import { compactPlan } from '#server/sync/compact-plan.ts';
import { foldPast } from '#server/sync/fold-past.ts';
import type { LogEntry, LogStore } from '#server/sync/log-store.ts';
import { dayOf } from '#server/sync/past-policy.ts';
import { newEdit } from '#tests/support/plan-edits.ts';
import { createWorld, type TestDevice, type TestGroup, type World } from '#tests/support/sync-world.ts';
import { newId } from '#tests/support/test-database.ts';
import { type Deed, deeds, playDeeds, readDoc } from '#tests/support/text-history.ts';
import type { OpenedLogStore } from './server-log-store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2026, 9, 5, 12);
const END = Number.MAX_SAFE_INTEGER;
const ANY = { after: 0, upTo: END, maxEdits: 100, maxBytes: 1_000_000 };

/** Half a day on average between two edits. */
const history = fc.record({
  deeds,
  hours: fc.array(fc.nat(24), { minLength: 1, maxLength: 20 }),
  named: fc.uniqueArray(fc.nat(60), { maxLength: 4 }),
});

export function describePlanTexts(name: string, open: () => Promise<OpenedLogStore>): void {
  describe(`texts of plans on ${name}`, () => {
    let opened: OpenedLogStore;
    beforeAll(async () => {
      opened = await open();
    }, 120_000);
    afterAll(() => opened.close());

    test('edits are noted with their commit, and found by plan, place, number and weight', async () => {
      const { store } = opened;
      const writing = await begin(store);
      const key = { groupId: writing.groupId, planId: writing.planId };
      const other = await writing.createPlan();
      const versions: number[] = [];
      for (const words of ['um', 'ão', 'ei']) versions.push(await writing.edit(newUpdate(words)));
      const [first = 0, second = 0, third = 0] = versions;
      const elsewhere = await writing.edit(newUpdate('outro'), { planId: other });
      const found = (range: Partial<typeof ANY>) =>
        store.read(async (view) => {
          const entries = await view.plans.listEdits(key, { ...ANY, ...range });
          for (const { op } of entries) expect(textEditOf(op)?.planId).toBe(key.planId);
          return entries.map(({ version }) => version);
        });
      expect(await found({})).toEqual(versions);
      expect(await found({ after: first })).toEqual([second, third]);
      expect(await found({ upTo: second })).toEqual([first, second]);
      expect(await found({ maxEdits: 1 })).toEqual([first]);
      // One at least, however little may come.
      expect(await found({ maxBytes: 1 })).toEqual([first]);
      expect(await found({ after: third })).toEqual([]);
      const [{ op: firstOp } = { op: undefined }] = await writing.entries(first);
      const weight = firstOp ? (textEditOf(firstOp)?.update.length ?? 0) : 0;
      expect(await found({ maxBytes: Math.floor(2.5 * weight) })).toEqual([first, second]);
      await store.read(async ({ plans }) => {
        expect(await plans.listEdited(key.groupId, first, third)).toEqual([key.planId]);
        expect(await plans.listEdited(key.groupId, third, elsewhere)).toEqual([key.planId, other].sort());
        expect(await plans.listEdited(key.groupId, 1, first - 1)).toEqual([]);
        const long = await plans.listLong(0, 1_000);
        const own = long.filter(({ groupId }) => groupId === key.groupId);
        expect(own).toEqual([key, { groupId: key.groupId, planId: other }]);
        expect((await plans.listLong(1, 1_000)).filter(({ groupId }) => groupId === key.groupId)).toEqual([
          key,
        ]);
        expect(await plans.listLong(0, 1)).toHaveLength(1);
      });
    });

    test('a text is put once, read in parts, told from what it lacks, and dropped', async () => {
      const { store } = opened;
      const writing = await begin(store);
      const key = { groupId: writing.groupId, planId: writing.planId };
      const version = await writing.edit(newUpdate('um'));
      const data = mergeText(undefined, []);
      const kept = await store.transact(async (tx) => {
        await tx.lockHeads([key.groupId], new Set());
        expect(await tx.plans.listUncompacted(key.groupId, version)).toEqual([key.planId]);
        expect(await tx.plans.listUncompacted(key.groupId, version - 1)).toEqual([]);
        await tx.plans.putText({ ...key, version }, { at: 5, data });
        await tx.plans.putText({ ...key, version }, { at: 6, data: new Uint8Array([1, 2]) });
        expect(await tx.plans.listUncompacted(key.groupId, version)).toEqual([]);
        expect(await tx.plans.listKept(key.groupId)).toEqual([key.planId]);
        return tx.plans.listTexts(key);
      });
      expect(kept).toEqual([{ version, bytes: data.length, at: 5 }]);
      const later = await writing.edit(newUpdate('dois'));
      await store.read(async ({ plans }) => {
        expect(await plans.listTexts(key)).toEqual(kept);
        const of = { ...key, version };
        expect(await plans.readText(of, { offset: 1, maxBytes: 4 })).toEqual(data.slice(1, 5));
        expect(await plans.readText(of, { offset: data.length, maxBytes: 4 })).toEqual(new Uint8Array());
        expect(await plans.readText({ ...of, version: later }, { offset: 0, maxBytes: 4 })).toBeUndefined();
        expect(await plans.listLong(1, 1_000)).not.toContainEqual(key);
      });
      await store.transact(async (tx) => {
        await tx.lockHeads([key.groupId], new Set());
        // What came later is not in the text of before.
        expect(await tx.plans.listUncompacted(key.groupId, later)).toEqual([key.planId]);
        await tx.plans.dropTexts(key, []);
        expect(await tx.plans.listTexts(key)).toHaveLength(1);
        await tx.plans.dropTexts(key, [version, later]);
        expect(await tx.plans.listTexts(key)).toEqual([]);
        expect(await tx.plans.listKept(key.groupId)).toEqual([]);
      });
    });

    test('a version with a name is found by its plan and where it stands', async () => {
      const writing = await begin(opened.store);
      await writing.edit(newUpdate('um'));
      const version = await writing.name('Antes da viagem');
      await writing.edit(newUpdate('dois'));
      const named = await opened.store.read((view) => view.plans.listNamed(writing.groupId));
      expect(named).toEqual([{ planId: writing.planId, version }]);
    });

    test('at every version it is its edits up to there, before compaction and after; out of the log, at every moment kept', async () => {
      await fc.assert(
        fc.asyncProperty(history, fc.integer({ min: 1, max: 12 }), async (lived, days) => {
          const writing = await begin(opened.store);
          await writing.live(lived);
          const { groupId, planId } = writing;
          const head = await writing.head();
          const before = await writing.log();
          const every = Array.from({ length: head }, (_, i) => i + 1);
          await writing.agreeAt(every, 'exact');
          const compact = { store: opened.store, merge: mergeText };
          await compactPlan(compact, { groupId, planId }, { upTo: END, kept: 3 });
          await writing.agreeAt(every, 'exact');
          const policy = { everyVersionMs: days * DAY_MS, everyDayMs: 3 * days * DAY_MS };
          const now = writing.now() + DAY_MS;
          await foldPast({ store: opened.store, now }, groupId);
          const points = await opened.store.read((view) => view.past.listPoints(groupId));
          const cleared = await clearPast({ ...compact, policy, now }, groupId);
          await writing.agreeAt(
            every.filter((version) => version >= cleared),
            'exact',
          );
          const ends = points.filter(({ at }, i) => dayOf(points[i + 1]?.at ?? END) !== dayOf(at));
          const young = ends.filter(({ at }) => at >= now - policy.everyDayMs);
          const kept = await opened.store.read((view) => view.past.listPoints(groupId));
          expect(kept.map(({ version }) => version)).toEqual(
            expect.arrayContaining(young.map(({ version }) => version)),
          );
          // Each day's end, then each month's, each version with a name: none of them is a moment that only nearly holds.
          await writing.agreeAt([...kept.map(({ version }) => version), ...writing.named], 'as-it-was');
          await writing.expectGone(before, cleared);
          // What is not kept any more is answered by something that was.
          for (const version of every) expect(writing.wasOnce(await writing.ask(version))).toBe(true);
          // Nothing is left to do, and what is written from now on stands on it.
          expect(await clearPast({ ...compact, policy, now }, groupId)).toBe(0);
          await writing.edit(newUpdate('mais'));
          await writing.agreeAt([await writing.head()], 'exact');
        }),
        { numRuns: 12, seed: 20_261_123 },
      );
    }, 240_000);

    test('a day of many edits keeps the text where the log was cleared up to, however it is interrupted', async () => {
      const { store } = opened;
      const writing = await begin(store);
      const { groupId, planId } = writing;
      // More than one segment in a day, so that there is a point within it.
      const made = playDeeds(manyDeeds(760));
      for (let i = 0; i < made.length; i += 90) {
        await writing.editAll(made.slice(i, i + 90).map(({ data }) => data));
      }
      await writing.edit(newUpdate('depois'), { at: START + 3 * DAY_MS });
      const now = START + 30 * DAY_MS;
      await foldPast({ store, now }, groupId);
      const points = await store.read((view) => view.past.listPoints(groupId));
      expect(points.length).toBeGreaterThan(2);
      const policy = { everyVersionMs: DAY_MS, everyDayMs: 400 * DAY_MS };
      let commits = 0;
      const flaky: LogStore = {
        read: (run) => store.read(run),
        raiseMarks: (marks) => store.raiseMarks(marks),
        transact: (run) =>
          store.transact(async (tx) => {
            const result = await run(tx);
            commits += 1;
            if (commits % 2 === 1) throw new Error('killed');
            return result;
          }),
      };
      const every = Array.from({ length: await writing.head() }, (_, i) => i + 1);
      for (let isDone = false; !isDone; ) {
        isDone = await clearPast({ store: flaky, merge: mergeText, policy, now }, groupId).then(
          () => true,
          () => false,
        );
        // Between any two of its commits a later compaction may come by, and what it drops is not missed.
        await compactPlan({ store, merge: mergeText }, { groupId, planId }, { upTo: END, kept: 0 });
        const { cleared } = await store.read((view) => view.past.getReach(groupId));
        const later = every.filter(
          (version) => version >= cleared && (version % 41 === 0 || version - cleared < 4),
        );
        await writing.agreeAt(later, 'exact');
      }
      const { cleared } = await store.read((view) => view.past.getReach(groupId));
      expect(cleared).toBeGreaterThan(500);
      // Of a day that has lost its versions the end is kept, and of the texts those of these moments.
      const kept = await store.read((view) => view.past.listPoints(groupId));
      expect(kept.length).toBeLessThan(points.length);
      const texts = await store.read((view) => view.plans.listTexts({ groupId, planId }));
      expect(texts.length).toBeLessThanOrEqual(kept.length + 1);
    }, 120_000);

    test('one’s own copy has the words of one’s comments when the log has lost them; titles and names it keeps', async () => {
      const { store } = opened;
      const writing = await begin(store);
      const { groupId, planId } = writing;
      const commentId = newId();
      const comment = { planId, commentId, text: 'e o pneu?', quote: '' };
      const [said, named] = [await writing.say('plan.comment-added', comment), await writing.name('Antes')];
      await writing.edit(newUpdate('depois'), { at: START + 9 * DAY_MS });
      const now = START + 10 * DAY_MS;
      await foldPast({ store, now }, groupId);
      const policy = { everyVersionMs: DAY_MS, everyDayMs: 400 * DAY_MS };
      expect(await clearPast({ store, merge: mergeText, policy, now }, groupId)).toBeGreaterThan(named - 1);
      const told = await store.read(async (view) => {
        const entries = await view.listLog(groupId, 0, { maxOps: 100, maxBytes: 1_000_000 });
        return Promise.all(entries.map(async (entry) => (await withRowWords(view, entry)).body));
      });
      expect(JSON.stringify((await writing.log()).slice(0, named))).not.toContain('pneu');
      expect(told[said - 1]).toMatchObject({ commentId, text: 'e o pneu?' });
      expect(told[named - 1]).toMatchObject({ name: 'Antes' });
      expect(JSON.stringify(told)).toContain('Roteiro');
    });

    test('two servers at one group at once do what one does', async () => {
      const writing = await begin(opened.store);
      for (let day = 0; day < 8; day++) {
        await writing.edit(newUpdate(`dia ${day}`), { at: START + day * DAY_MS });
      }
      const { groupId } = writing;
      const now = START + 30 * DAY_MS;
      const policy = { everyVersionMs: 2 * DAY_MS, everyDayMs: 400 * DAY_MS };
      const options = { store: opened.store, merge: mergeText, policy, now };
      await Promise.all([foldPast(options, groupId), foldPast(options, groupId)]);
      await Promise.all([clearPast(options, groupId), clearPast(options, groupId)]);
      // Whoever came second to a step left it: a round later nothing is missing.
      await clearPast(options, groupId);
      const points = await opened.store.read((view) => view.past.listPoints(groupId));
      expect((await opened.store.read((view) => view.past.getReach(groupId))).cleared).toBe(
        points.at(-1)?.version,
      );
      await writing.agreeAt(
        points.map(({ version }) => version),
        'as-it-was',
      );
    });

    test('an edit that cannot be merged stays in the log, whatever its age', async () => {
      const writing = await begin(opened.store);
      await writing.edit(newUpdate('fica'));
      await writing.edit(newUpdate('hoje'), { at: START + 9 * DAY_MS });
      const now = START + 10 * DAY_MS;
      await foldPast({ store: opened.store, now }, writing.groupId);
      const policy = { everyVersionMs: DAY_MS, everyDayMs: 400 * DAY_MS };
      const broken = () => Promise.reject(new Error('out of memory'));
      const clearing = clearPast({ store: opened.store, merge: broken, policy, now }, writing.groupId);
      await expect(clearing).rejects.toThrow('out of memory');
      const stopped = { store: opened.store, merge: mergeText, policy, now, isStopped: () => true };
      expect(await clearPast(stopped, writing.groupId)).toBe(0);
      const { cleared } = await opened.store.read((view) => view.past.getReach(writing.groupId));
      const [entry] = (await writing.log()).filter(({ op }) => op.type === 'plan.edited');
      expect(entry?.version).toBeGreaterThan(cleared);
      expect(entry && textEditOf(entry.op)).toBeDefined();
    });

    test('who wrote when is listed backwards, from one compacted text to the next, however the pages fall', async () => {
      const { store } = opened;
      const writing = await begin(store);
      const key = { groupId: writing.groupId, planId: writing.planId };
      const versions: number[] = [];
      for (let i = 0; i < 9; i++) versions.push(await writing.edit(newUpdate(`edição ${i} `.repeat(60))));
      const [, , third = 0] = versions;
      await store.transact(async (tx) => {
        await tx.lockHeads([key.groupId], new Set());
        await tx.plans.putText({ ...key, version: third }, { at: 5, data: mergeText(undefined, []) });
      });
      let asked = 0;
      const listBefore = (version: number) =>
        fetchOlderEdits(version, async (part) => {
          asked += 1;
          const small = { ...part, maxBytes: Math.min(part.maxBytes, 2_048) };
          const page = await writing.world.server.planText(writing.owner.session, {
            ...small,
            epoch: writing.world.epoch,
            ...key,
          });
          return 'edits' in page ? page : undefined;
        });
      const newest = await listBefore(versions[8] ?? 0);
      expect(newest?.edits.map(({ version }) => version)).toEqual(versions.slice(3, 8));
      expect(newest?.before).toBe(third);
      expect(asked).toBeGreaterThan(2);
      const first = await listBefore(third);
      expect(first?.edits.map(({ version }) => version)).toEqual(versions.slice(0, 2));
      expect(first?.edits[0]).toEqual({ version: versions[0], by: writing.owner.memberId, at: START });
      expect(first?.before).toBeNull();
    });

    test('a text that is dropped while it is fetched is fetched from what stands in its place', async () => {
      const { store } = opened;
      const writing = await begin(store);
      const key = { groupId: writing.groupId, planId: writing.planId };
      const early = await writing.edit(newUpdate('um'));
      const compact = { store, merge: mergeText };
      await compactPlan(compact, key, { upTo: early, kept: 0 });
      const wanted = await writing.edit(newUpdate('dois '.repeat(900)));
      for (const drop of ['the later', 'both'] as const) {
        await compactPlan(compact, key, { upTo: wanted, kept: 0 });
        const text = new ArrivingText(key, wanted);
        const ask = async () => {
          const asked = { ...key, epoch: writing.world.epoch, ...text.next(), maxBytes: 1_024 };
          const page = await writing.world.server.planText(writing.owner.session, asked);
          if (!('edits' in page)) throw new Error(JSON.stringify(page));
          return text.take(page);
        };
        expect(await ask()).toBe(false);
        await store.transact(async (tx) => {
          await tx.lockHeads([key.groupId], new Set());
          await tx.plans.dropTexts(key, drop === 'both' ? [early, wanted] : [wanted]);
        });
        for (let isAll = false; !isAll; ) isAll = await ask();
        expect(readFetched(text)).toBe(writing.expectedAt(wanted));
      }
    });
  });
}

async function begin(store: LogStore): Promise<Writing> {
  const world = createWorld({ wrap: () => store, epoch: await store.read(async (view) => view.epoch) });
  const owner = world.device();
  const writing = new Writing(store, world, owner, await owner.createGroup());
  writing.planId = await writing.createPlan();
  return writing;
}

class Writing {
  readonly #store: LogStore;
  readonly world: World;
  readonly owner: TestDevice;
  readonly groupId: string;
  planId = '';
  readonly named: number[] = [];
  /** What was said to the server, apart from all it keeps. */
  readonly #said: { readonly version: number; readonly data: Uint8Array }[] = [];
  #now = START;

  constructor(store: LogStore, world: World, owner: TestDevice, group: TestGroup) {
    this.#store = store;
    this.world = world;
    this.owner = owner;
    this.groupId = group.groupId;
  }

  now(): number {
    return this.#now;
  }

  async createPlan(): Promise<string> {
    const planId = newId();
    await this.#push('plan.created', { planId, title: 'Roteiro', position: 'V' });
    return planId;
  }

  async edit(
    data: Uint8Array,
    { at = this.#now, planId = this.planId }: { readonly at?: number; readonly planId?: string } = {},
  ): Promise<number> {
    this.#now = at;
    const version = await this.#push('plan.edited', { planId, update: base64url(data), seen: 0 });
    if (planId === this.planId) this.#said.push({ version, data });
    return version;
  }

  /** In one push. */
  async editAll(updates: readonly Uint8Array[]): Promise<void> {
    const { planId } = this;
    const ops = updates.map((data) =>
      this.owner.op('plan.edited', { planId, update: base64url(data), seen: 0 }, { at: this.#now }),
    );
    const { verdicts } = await this.owner.push(this.groupId, ops);
    for (const [i, data] of updates.entries()) this.#said.push({ version: Number(verdicts[i]), data });
  }

  async name(name: string): Promise<number> {
    const version = await this.#push('plan.version-named', { planId: this.planId, versionId: newId(), name });
    this.named.push(version);
    return version;
  }

  async live({ deeds, hours, named }: { deeds: readonly Deed[]; hours: number[]; named: number[] }) {
    for (const [i, { data }] of playDeeds(deeds).entries()) {
      this.#now += (hours[i % hours.length] ?? 0) * HOUR_MS;
      await this.edit(data);
      if (named.includes(i)) await this.name(`versão ${i}`);
      if (i % 5 === 4) await this.owner.push(this.groupId, [this.owner.message('oi', { at: this.#now })]);
    }
  }

  log(): Promise<LogEntry[]> {
    return this.entries(1);
  }

  entries(from: number): Promise<LogEntry[]> {
    const all = { maxOps: 10_000, maxBytes: 100_000_000 };
    return this.#store.read((view) => view.listLog(this.groupId, from - 1, all));
  }

  async head(): Promise<number> {
    return (await this.#store.read((view) => view.getHeads([this.groupId])))[0]?.head ?? 0;
  }

  expectedAt(version: number): string {
    return readDoc(this.#said.flatMap((one) => (one.version <= version ? [one.data] : [])));
  }

  /** Whether the text was this at some version. */
  wasOnce(text: string): boolean {
    return [0, ...this.#said.map(({ version }) => version)].some(
      (version) => this.expectedAt(version) === text,
    );
  }

  /** `exact`: the answer says so besides. */
  async agreeAt(versions: readonly number[], kind: 'exact' | 'as-it-was'): Promise<void> {
    for (const version of versions) {
      const text = await this.fetch(version);
      expect(readFetched(text), `at ${version}`).toBe(this.expectedAt(version));
      if (kind === 'exact') expect(text.fetched().upTo).toBe(version);
    }
  }

  async ask(version: number): Promise<string> {
    return readFetched(await this.fetch(version));
  }

  async fetch(version: number): Promise<ArrivingText> {
    const { groupId, planId } = this;
    const text = new ArrivingText({ groupId, planId }, version);
    for (let pages = 0; pages < 500; pages++) {
      const asked = { epoch: this.world.epoch, groupId, planId, ...text.next(), maxBytes: 1_024 };
      const page = await this.world.server.planText(this.owner.session, asked);
      if (!('edits' in page)) throw new Error(JSON.stringify(page));
      if (text.take(page)) return text;
    }
    throw new Error('it never came to its end');
  }

  /** No update is left up to there; ids, hashes, chain and order are. */
  async expectGone(before: readonly LogEntry[], cleared: number): Promise<void> {
    const log = await this.log();
    expect(log.map(({ op, hash, chain }) => [op.opId, hash, chain])).toEqual(
      before.map(({ op, hash, chain }) => [op.opId, hash, chain]),
    );
    const chain = log.reduce((sum, { op }) => chainNext(sum, op), chainStart(this.groupId));
    expect(chain).toBe(before.at(-1)?.chain);
    for (const { op, version, isCleared } of log.filter(({ op }) => op.type === 'plan.edited')) {
      const isOld = version <= cleared;
      expect([isCleared === true, erasedHash(op.body) !== undefined]).toEqual([isOld, isOld]);
      expect(Object.hasOwn(op.body, 'update')).toBe(!isOld);
      expect(op.body.planId).toBe(this.planId);
    }
    await this.#store.read(async ({ plans }) => {
      expect(await plans.listEdited(this.groupId, 1, cleared)).toEqual([]);
    });
  }

  say(type: string, body: JsonObject): Promise<number> {
    return this.#push(type, body);
  }

  async #push(type: string, body: JsonObject): Promise<number> {
    const { verdicts } = await this.owner.push(this.groupId, [this.owner.op(type, body, { at: this.#now })]);
    expect(verdicts).toEqual([expect.any(Number)]);
    return Number(verdicts[0]);
  }
}

function readFetched(text: ArrivingText): string {
  const { state, edits } = text.fetched();
  const packed = state && unpackText(state.data);
  if (state && !packed) return 'damaged';
  return readDoc([...(packed ? [packed.update] : []), ...edits.map(({ data }) => data)]);
}

/** A paragraph that stands on nothing. */
const newUpdate = (words: string): Uint8Array => fromBase64url(newEdit(words));

const manyDeeds = (count: number): Deed[] =>
  Array.from({ length: count }, (_, i): Deed => {
    if (i % 7 === 6) return { what: 'hear', who: i % 4 };
    return { what: i % 3 === 0 ? 'paragraph' : 'type', who: i % 4, at: i * 31, words: `linha ${i} ` };
  });
