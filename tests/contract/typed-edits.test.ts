/** What is typed into a plan and is not an op yet: on the disk at once, and never lost with the app that did not come to the rest. */
import { expect, test } from 'vitest';
import { closeOnceSaved, type OpenPlanText } from '#client/session/plan-text.ts';
import { openText } from '#client/sync/open-plan-text.ts';
import { textEditOf } from '#domain/plans/edit-op.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { typeParagraph } from '#tests/support/plan-edits.ts';

class Writing {
  readonly world = new EngineWorld();
  readonly ana = this.world.device('ana');
  readonly planId = this.ana.engine.newId();
  groupId = '';
  readonly #listeners = new Set<() => void>();
  #isDead = false;

  async start(): Promise<OpenPlanText> {
    this.groupId = (await this.ana.createGroup()).groupId;
    await this.world.pass();
    const { groupId, planId } = this;
    await this.ana.engine.commit([
      { type: 'plan.created', groupId, body: { planId, title: 'Roteiro', position: 'V' } },
    ]);
    await this.world.pass(1_000);
    return this.open(this.ana);
  }

  async open({ engine }: EngineDevice): Promise<OpenPlanText> {
    const { clock } = this.world;
    const ticking = {
      now: () => clock.now(),
      monotonicMs: () => clock.now(),
      after: (ms: number, run: () => void) => clock.after(ms, () => this.#isDead || run()),
    };
    const observe = (listener: () => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    };
    const text = openText({ engine, clock: ticking, observe }, this);
    await text.whenLoaded;
    return text;
  }

  /** Rows are looked at after everything that may have changed them. */
  async pass(ms = 0): Promise<void> {
    await this.world.pass(ms);
    for (const listener of [...this.#listeners]) listener();
    await this.world.pass();
  }

  /** No timer of it ever fires. */
  async killApp(): Promise<void> {
    this.#isDead = true;
    this.#listeners.clear();
    await this.ana.engine[Symbol.asyncDispose]();
  }

  /** As the server's answer does it; returns how it was before. */
  async leaveGroup() {
    const [membership] = this.ana.rows('memberships');
    if (!membership) throw new Error('no membership');
    await this.ana.store.write(['memberships'], (tx) =>
      tx.put('memberships', [{ ...membership, state: 'gone', goneReason: 'left' }]),
    );
    return membership;
  }

  get edits() {
    const entries = this.world.database.image.groups.get(this.groupId)?.entries ?? [];
    return entries.flatMap(({ op }) => textEditOf(op) ?? []);
  }
}

const wordsOf = ({ doc }: OpenPlanText): string => doc.getXmlFragment(PLAN_TEXT).toString();

test('is *saved* before it is an op, and an op half a second later, once', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana } = writing;
  typeParagraph(text.doc, 'primeira');
  await writing.pass(100);
  expect(writing.edits).toHaveLength(1);
  typeParagraph(text.doc, 'segunda');
  typeParagraph(text.doc, 'terceira');
  expect(text.saveState()).toEqual({ name: 'saving' });
  await writing.pass();
  expect(text.saveState()).toEqual({ name: 'saved' });
  expect(text.isSent()).toBe(false);
  expect([ana.rows('typed').length, ana.rows('outbox').length]).toEqual([1, 0]);
  await writing.pass(2_000);
  expect([ana.rows('typed').length, ana.rows('outbox').length]).toEqual([0, 0]);
  expect(text.isSent()).toBe(true);
  expect(writing.edits).toHaveLength(2);
});

test('becomes one at the next start when the app ended before, and is then in every device’s text', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana, world } = writing;
  world.goDown();
  typeParagraph(text.doc, 'primeira');
  await writing.pass(100);
  for (const word of ['segunda', 'terceira']) {
    typeParagraph(text.doc, word);
    await writing.pass();
  }
  expect(ana.rows('typed')).toHaveLength(2);
  await writing.killApp();
  const again = world.device('ana de novo', ana);
  await again.engine.planTexts.takeTyped();
  await writing.pass();
  expect(again.rows('typed')).toEqual([]);
  expect(again.rows('outbox')).toHaveLength(1);
  const opened = await writing.open(again);
  for (const word of ['primeira', 'segunda', 'terceira']) expect(wordsOf(opened)).toContain(word);
  world.goUp();
  await writing.pass(60_000);
  expect([again.rows('outbox'), again.faults]).toEqual([[], []]);
  expect(writing.edits).toHaveLength(1);
});

test('ended between the op and its end, it is said twice and stands once', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana, world } = writing;
  typeParagraph(text.doc, 'uma vez só');
  await writing.pass();
  const left = ana.rows('typed');
  expect(left).toHaveLength(1);
  await writing.pass(1_000);
  await ana.store.write(['typed'], (tx) => tx.put('typed', left));
  await writing.killApp();
  const again = world.device('ana de novo', ana);
  await again.engine.planTexts.takeTyped();
  await writing.pass(5_000);
  expect(writing.edits).toHaveLength(2);
  expect(wordsOf(await writing.open(again)).split('uma vez só')).toHaveLength(2);
});

test('of a group that one is not in any more goes to the tray, whole', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana, world, groupId } = writing;
  typeParagraph(text.doc, 'do grupo');
  await writing.pass();
  const left = ana.rows('typed');
  await writing.pass(1_000);
  const [membership] = ana.rows('memberships');
  if (!membership) throw new Error('no membership');
  await writing.killApp();
  await ana.store.write(['typed', 'memberships'], async (tx) => {
    await tx.put('typed', left);
    await tx.put('memberships', [{ ...membership, state: 'gone', goneReason: 'left' }]);
  });
  const again = world.device('ana de novo', ana);
  await again.engine.planTexts.takeTyped();
  await writing.pass();
  expect(again.rows('typed')).toEqual([]);
  const [entry] = again.rows('tray');
  expect(entry).toMatchObject({ groupId, kind: 'gone', op: { type: 'plan.edited' } });
  expect(again.rows('tray')).toHaveLength(1);
});

test('that the disk does not take is told, and taken when it does', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana } = writing;
  const { note } = ana.engine.planTexts;
  ana.engine.planTexts.note = async () => ({ ok: false, error: 'storage-full' });
  typeParagraph(text.doc, 'sem espaço');
  await writing.pass(100);
  expect(text.saveState()).toEqual({ name: 'unsaved', error: 'storage-full' });
  typeParagraph(text.doc, 'e mais');
  await writing.pass(100);
  expect(await text.flush()).toBe(false);
  ana.engine.planTexts.note = note;
  await writing.pass(2_000);
  expect(text.saveState()).toEqual({ name: 'saved' });
  await writing.pass(2_000);
  expect(writing.edits).toHaveLength(1);
  expect(text.isSent()).toBe(true);
});

test('in a text that is still open, of a group that one is not in any more: it goes to the tray, once, and is counted there', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana, groupId } = writing;
  const membership = await writing.leaveGroup();
  typeParagraph(text.doc, 'tarde demais');
  await writing.pass(5_000);
  expect(ana.rows('tray')).toMatchObject([{ groupId, kind: 'gone', op: { type: 'plan.edited' } }]);
  expect([ana.rows('typed'), ana.rows('outbox')]).toEqual([[], []]);
  expect(ana.engine.status().tray).toBe(1);
  // Whoever comes back into the group writes in a text without those words: nothing is typed on top of them.
  expect(text.state()).toBe('stale');
  await ana.store.write(['memberships'], (tx) => tx.put('memberships', [membership]));
  typeParagraph(text.doc, 'e depois');
  await writing.pass(5_000);
  expect([ana.rows('typed').length, ana.rows('outbox').length, writing.edits.length]).toEqual([1, 0, 0]);
  await text.close();
  await writing.pass();
  expect(
    ana
      .rows('tray')
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['damaged', 'gone']);
  const anew = await writing.open(ana);
  typeParagraph(anew.doc, 'de volta');
  await writing.pass(5_000);
  expect(writing.edits).toHaveLength(1);
  expect(wordsOf(anew)).toBe('<paragraph>de volta</paragraph>');
});

test('what the server refuses of a text that is open: it is to be opened anew, and what was typed meanwhile goes after it', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana, world } = writing;
  world.goDown();
  typeParagraph(text.doc, 'recusado');
  await writing.pass(3_000);
  const [entry] = ana.rows('outbox');
  if (!entry) throw new Error('nothing waits');
  // As a verdict does it.
  await ana.store.write(['outbox', 'tray'], async (tx) => {
    const { opId, groupId, op } = entry;
    await tx.remove('outbox', [entry.order]);
    await tx.put('tray', [{ opId, groupId, groupName: 'Sítio', op, kind: 'not-allowed', since: 0 }]);
  });
  typeParagraph(text.doc, 'logo depois');
  await writing.pass(100);
  expect(text.state()).toBe('stale');
  await text.close();
  await writing.pass(5_000);
  world.goUp();
  await writing.pass(60_000);
  expect(writing.edits).toEqual([]);
  expect(
    ana
      .rows('tray')
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['gone', 'not-allowed']);
  expect([ana.rows('typed'), ana.rows('outbox')]).toEqual([[], []]);
});

test('taken up by two tabs at once, it lies in the tray once', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana, world } = writing;
  await writing.leaveGroup();
  typeParagraph(text.doc, 'uma vez');
  await writing.pass();
  const leader = world.device('the other tab', ana);
  await Promise.all([leader.engine.planTexts.takeTyped(), ana.engine.planTexts.takeTyped()]);
  await writing.pass(5_000);
  expect(ana.rows('tray')).toHaveLength(1);
});

test('on top of words that this disk lost: it goes to the tray, and tears nobody’s text', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana, world } = writing;
  typeParagraph(text.doc, 'já enviado');
  await writing.pass(2_000);
  world.goDown();
  typeParagraph(text.doc, 'perdido');
  await writing.pass(2_000);
  expect(ana.rows('outbox')).toHaveLength(1);
  typeParagraph(text.doc, 'por cima');
  await writing.pass();
  expect(ana.rows('typed')).toHaveLength(1);
  await writing.killApp();
  await ana.store.write(['outbox'], (tx) =>
    tx.remove(
      'outbox',
      ana.rows('outbox').map(({ order }) => order),
    ),
  );
  const again = world.device('ana de novo', ana);
  await again.engine.planTexts.takeTyped();
  expect(again.rows('typed')).toEqual([]);
  expect(again.rows('tray')).toMatchObject([{ kind: 'damaged', op: { type: 'plan.edited' } }]);
  expect(again.rows('outbox')).toEqual([]);
  world.goUp();
  await writing.pass(60_000);
  expect(writing.edits).toHaveLength(1);
});

test('what one text cannot save now holds up no other', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana, world } = writing;
  typeParagraph(text.doc, 'fica');
  await writing.pass();
  const [row] = ana.rows('typed');
  if (!row) throw new Error('nothing was noted');
  await writing.pass(1_000);
  await writing.killApp();
  // Of a group that nothing here knows, as after a database that was emptied.
  const unknown = { ...row, id: '1 000000000', groupId: ana.engine.newId() };
  await ana.store.write(['typed', 'meta'], async (tx) => {
    await tx.put('typed', [unknown, row]);
    await tx.put('meta', [{ name: 'loss', value: { at: 0 } } as never]);
  });
  const again = world.device('ana de novo', ana);
  await expect(again.engine.planTexts.takeTyped()).rejects.toThrow('storage-lost');
  expect(again.rows('typed')).toEqual([unknown]);
});

test('what is on the disk and cannot become an op yet is saved all the same: nobody has to say it again', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana } = writing;
  const { save } = ana.engine.planTexts;
  ana.engine.planTexts.save = async () => ({ ok: false, error: 'storage-failed' });
  typeParagraph(text.doc, 'no disco');
  expect(await text.flush()).toBe(true);
  expect(ana.rows('typed')).toHaveLength(1);
  ana.engine.planTexts.save = save;
  await writing.pass(5_000);
  expect(writing.edits).toHaveLength(1);
});

test('who goes on to another screen before the disk takes it loses nothing of it', async () => {
  const writing = new Writing();
  const text = await writing.start();
  const { ana } = writing;
  const { note } = ana.engine.planTexts;
  ana.engine.planTexts.note = async () => ({ ok: false, error: 'storage-full' });
  typeParagraph(text.doc, 'na saída');
  await closeOnceSaved(text);
  await writing.pass(10_000);
  expect(writing.edits).toHaveLength(0);
  ana.engine.planTexts.note = note;
  await writing.pass(5_000);
  expect(writing.edits).toHaveLength(1);
  expect(text.doc.isDestroyed).toBe(true);
});
