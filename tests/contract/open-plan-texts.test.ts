/** The texts of plans, from one device's keystroke to another's document: the product's own engine and server between them. */
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { tidyPlanTexts } from '#client/app/tidy-plan-texts.ts';
import { StoreError } from '#client/platform/device-store.ts';
import type { OpenPlanText } from '#client/session/plan-text.ts';
import { openText } from '#client/sync/open-plan-text.ts';
import { createPhotoShelf } from '#client/sync/photo-shelf.ts';
import { must } from '#domain/assert.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { base64url } from '#domain/ids.ts';
import { textEditOf } from '#domain/plans/edit-op.ts';
import { PLAN_TEXT, UPDATE_MAX_BYTES } from '#domain/plans/plan-text.ts';
import { listEditedApart } from '#domain/plans/text/edited-apart.ts';
import { mergeText } from '#domain/plans/text/merge-text.ts';
import { opBytes } from '#protocol/canonical.ts';
import { LIMITS } from '#protocol/limits.ts';
import { compactPlan } from '#server/sync/compact-plan.ts';
import { type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { addPicture, typeParagraph } from '#tests/support/plan-edits.ts';

const linesOf = ({ doc }: OpenPlanText): string[] => doc.getXmlFragment(PLAN_TEXT).toArray().map(String);
const wordsOf = (text: OpenPlanText): string => linesOf(text).join('');

class Plans {
  readonly world = new EngineWorld();
  readonly listeners = new Set<() => void>();
  /** What open texts told. */
  readonly faults: unknown[] = [];

  async start() {
    const ana = this.world.device('ana');
    const group = await ana.createGroup();
    await this.world.pass();
    const planId = ana.engine.newId();
    const { groupId } = group;
    await ana.engine.commit([
      { type: 'plan.created', groupId, body: { planId, title: 'Roteiro', position: 'V' } },
    ]);
    await this.pass();
    return { ana, group, groupId, planId };
  }

  /** Rows are looked at after everything that may have changed them. */
  async pass(ms = 0): Promise<void> {
    await this.world.pass(ms);
    for (const listener of [...this.listeners]) listener();
    await this.world.pass();
  }

  async open({ engine }: EngineDevice, groupId: string, planId: string): Promise<OpenPlanText> {
    const observe = (listener: () => void) => {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    };
    const { clock } = this.world;
    const ticking = {
      now: () => clock.now(),
      monotonicMs: () => clock.now(),
      after: (ms: number, run: () => void) => clock.after(ms, run),
    };
    const onFault = (error: unknown): void => void this.faults.push(error);
    const text = openText({ engine, clock: ticking, observe, onFault }, { groupId, planId });
    await text.whenLoaded;
    return text;
  }

  editsOf(groupId: string) {
    const entries = this.world.database.image.groups.get(groupId)?.entries ?? [];
    return entries.flatMap(({ op }) => textEditOf(op) ?? []);
  }
}

describe('a text', () => {
  test('is written by two at once, and is the same for both', async () => {
    const plans = new Plans();
    const { ana, group, groupId, planId } = await plans.start();
    const bia = plans.world.device('bia');
    await bia.join(group);
    await plans.pass(1_000);
    const a = await plans.open(ana, groupId, planId);
    const b = await plans.open(bia, groupId, planId);
    typeParagraph(a.doc, 'Sair às sete');
    await plans.pass(2_000);
    const heard: string[] = [];
    b.onRemoteEdit(({ by, version }) => heard.push(`${by} ${version !== null}`));
    typeParagraph(b.doc, 'Levar água');
    typeParagraph(a.doc, 'e protetor');
    await plans.pass(2_000);
    await plans.pass(2_000);
    expect(wordsOf(a)).toContain('Levar água');
    expect(linesOf(b)).toEqual(linesOf(a));
    expect(heard).toHaveLength(1);
    expect(a.saveState()).toEqual({ name: 'saved' });
    expect([...ana.faults, ...bia.faults]).toEqual([]);
    await a.close();
    await b.close();
  });

  test('typed for a minute is two ops a second at most while connected, and a handful without a network', async () => {
    const plans = new Plans();
    const { ana, groupId, planId } = await plans.start();
    const text = await plans.open(ana, groupId, planId);
    for (let i = 0; i < 100; i++) {
      typeParagraph(text.doc, `linha ${i}`);
      await plans.pass(100);
    }
    await plans.pass(2_000);
    const connected = plans.editsOf(groupId).length;
    expect(connected).toBeGreaterThan(10);
    expect(connected).toBeLessThanOrEqual(22);
    plans.world.goDown();
    for (let i = 0; i < 100; i++) {
      typeParagraph(text.doc, `sem rede ${i}`);
      await plans.pass(100);
    }
    // One for each time that a server was looked for: what has been given a number stays what it is.
    expect(ana.rows('outbox').length).toBeLessThan(10);
    plans.world.goUp();
    await plans.pass(60_000);
    expect(ana.rows('outbox')).toEqual([]);
    const again = await plans.open(ana, groupId, planId);
    expect(linesOf(again)).toEqual(linesOf(text));
    expect(wordsOf(again)).toContain('sem rede 99');
  });

  test('is on the disk 40 ms after the keystroke: a kill right after loses nothing of it', async () => {
    const plans = new Plans();
    const { ana, groupId, planId } = await plans.start();
    plans.world.goDown();
    const text = await plans.open(ana, groupId, planId);
    typeParagraph(text.doc, 'antes');
    await plans.pass(40);
    typeParagraph(text.doc, 'depois');
    const killed = plans.world.device('ana', ana);
    const found = await plans.open(killed, groupId, planId);
    expect(wordsOf(found)).toContain('antes');
    expect(wordsOf(found)).not.toContain('depois');
  });

  test('what has a number is never another op under it: later words wait as an op of their own', async () => {
    const plans = new Plans();
    const { ana, groupId, planId } = await plans.start();
    const text = await plans.open(ana, groupId, planId);
    plans.world.tap = (_, { name }) => (name === 'push' ? 'lose-request' : undefined);
    const numbered = new Map<number, string>();
    for (const words of ['um', 'dois', 'três', 'quatro', 'cinco', 'seis']) {
      typeParagraph(text.doc, words);
      await plans.pass(60);
      for (const { seq, op } of ana.rows('outbox')) {
        if (seq === null) continue;
        expect(numbered.get(seq) ?? JSON.stringify(op)).toBe(JSON.stringify(op));
        numbered.set(seq, JSON.stringify(op));
      }
    }
    expect(numbered.size).toBeGreaterThan(0);
    plans.world.tap = () => undefined;
    await plans.pass(60_000);
    const log = plans.world.database.image.groups.get(groupId)?.entries ?? [];
    for (const op of numbered.values())
      expect(log.some((entry) => entry.op.opId === (JSON.parse(op) as { opId: string }).opId)).toBe(true);
    const other = await plans.open(ana, groupId, planId);
    expect(linesOf(other)).toEqual(linesOf(text));
  });

  test('of half a megabyte, pasted at once, is cut into ops and arrives whole', async () => {
    const plans = new Plans();
    const { ana, group, groupId, planId } = await plans.start();
    const text = await plans.open(ana, groupId, planId);
    typeParagraph(text.doc, 'São João 🎉 '.repeat(40_000));
    await plans.pass(100);
    for (const { op } of ana.rows('outbox')) expect(opBytes(op)).toBeLessThanOrEqual(LIMITS.opMaxBytes);
    await plans.pass(5_000);
    expect(plans.editsOf(groupId).length).toBeGreaterThan(20);
    const bia = plans.world.device('bia');
    await bia.join(group);
    await plans.pass(2_000);
    const other = await plans.open(bia, groupId, planId);
    await plans.pass(5_000);
    expect(other.state()).toBe('whole');
    expect(linesOf(other)).toEqual(linesOf(text));
  });

  test('of a group one came into later is fetched when it is opened, works without a network from then on', async () => {
    const plans = new Plans();
    const { ana, group, groupId, planId } = await plans.start();
    const text = await plans.open(ana, groupId, planId);
    for (let i = 0; i < 30; i++) {
      typeParagraph(text.doc, `linha ${i}`);
      await plans.pass(600);
    }
    const bia = plans.world.device('bia');
    await bia.join(group);
    await plans.pass(2_000);
    plans.world.goDown();
    await plans.pass();
    const early = await plans.open(bia, groupId, planId);
    expect(early.state()).toBe('not-here');
    plans.world.goUp();
    await plans.pass(60_000);
    await plans.pass(2_000);
    expect(early.state()).toBe('whole');
    expect(linesOf(early)).toEqual(linesOf(text));
    plans.world.goDown();
    const again = await plans.open(bia, groupId, planId);
    expect(linesOf(again)).toEqual(linesOf(text));
    expect([...again.authors().values()].map(({ memberId }) => memberId)).toContain(
      ana.rows('memberships')[0]?.memberId,
    );
  });

  test('is compacted on the device and on the server, and stays what it was', async () => {
    const plans = new Plans();
    const { ana, group, groupId, planId } = await plans.start();
    const text = await plans.open(ana, groupId, planId);
    for (let i = 0; i < 450; i++) {
      typeParagraph(text.doc, `linha ${i}`);
      await plans.pass(510);
    }
    expect(ana.rows('planEdits').length).toBeGreaterThan(400);
    const again = await plans.open(ana, groupId, planId);
    await plans.pass();
    expect(ana.rows('planEdits')).toHaveLength(200);
    expect(ana.rows('planTexts')).toHaveLength(1);
    expect(linesOf(again)).toEqual(linesOf(text));
    const compacted = await plans.open(ana, groupId, planId);
    expect(linesOf(compacted)).toEqual(linesOf(text));
    expect(compacted.recentEdits()).toHaveLength(200);

    const store = plans.world.database.connect();
    const key = { groupId, planId };
    await compactPlan({ store, merge: mergeText }, key, { upTo: 1_000_000, kept: 100 });
    const bia = plans.world.device('bia');
    await bia.join(group);
    await plans.pass(2_000);
    const other = await plans.open(bia, groupId, planId);
    await plans.pass(5_000);
    expect(bia.rows('planEdits').length).toBeLessThanOrEqual(101);
    expect(linesOf(other)).toEqual(linesOf(text));
    expect([...bia.faults, ...ana.faults]).toEqual([]);
  });

  test('that nobody opens is compacted on the device all the same, a part at a time', async () => {
    const plans = new Plans();
    const { ana, group, groupId, planId } = await plans.start();
    const bia = plans.world.device('bia');
    await bia.join(group);
    await plans.pass(1_000);
    const text = await plans.open(ana, groupId, planId);
    for (let i = 0; i < 930; i++) {
      typeParagraph(text.doc, `linha ${i}`);
      await plans.pass(510);
    }
    expect(bia.rows('planEdits').length).toBeGreaterThan(900);
    let moments = 0;
    const whenIdle = async () => void moments++;
    // Begun before she came in: it is not here, and what comes of it by the log does not pile up for ever.
    await tidyPlanTexts(bia.engine.planTexts, whenIdle);
    expect(moments).toBe(0);
    await plans.pass(5_000);
    await tidyPlanTexts(bia.engine.planTexts, whenIdle);
    expect(bia.rows('planEdits')).toHaveLength(200);
    expect(moments).toBeGreaterThan(1);
    const other = await plans.open(bia, groupId, planId);
    expect(linesOf(other)).toEqual(linesOf(text));
    const written = bia.rows('planTexts');
    await tidyPlanTexts(bia.engine.planTexts, whenIdle);
    expect(bia.rows('planTexts')).toEqual(written);
  }, 120_000);

  for (const how of ['open', 'closed'] as const) {
    test(`fault 54: what a restored server lost of a text that is ${how} is written again by who held it, and by nobody twice`, async () => {
      const plans = new Plans();
      const { ana, group, groupId, planId } = await plans.start();
      const bia = plans.world.device('bia');
      await bia.join(group);
      await plans.pass(1_000);
      const a = await plans.open(ana, groupId, planId);
      typeParagraph(a.doc, 'Sair às sete');
      await plans.pass(2_000);
      const backup = plans.world.database.image;
      const b = await plans.open(bia, groupId, planId);
      typeParagraph(b.doc, 'Levar água');
      await plans.pass(2_000);
      await b.close();
      expect(wordsOf(a)).toContain('Levar água');
      if (how === 'closed') await a.close();
      // Bia's phone is never seen again.
      await bia.engine[Symbol.asyncDispose]();
      await plans.world.restore(backup);
      for (let i = 0; i < 5; i++) await plans.pass(30_000);
      if (how === 'closed') {
        expect(ana.rows('planTexts')[0]?.lost).toBeDefined();
        await tidyPlanTexts(ana.engine.planTexts, async () => {});
        await plans.pass(5_000);
        await tidyPlanTexts(ana.engine.planTexts, async () => {});
      } else {
        // What is typed meanwhile stands beside it.
        typeParagraph(a.doc, 'e protetor');
        expect(wordsOf(a)).toContain('Levar água');
      }
      for (let i = 0; i < 3; i++) await plans.pass(5_000);
      expect(ana.rows('planTexts').filter(({ lost }) => lost)).toEqual([]);
      expect(ana.rows('outbox')).toEqual([]);
      const caio = plans.world.device('caio');
      await caio.join(group);
      await plans.pass(2_000);
      const c = await plans.open(caio, groupId, planId);
      await plans.pass(5_000);
      expect(wordsOf(c).split('Levar água')).toHaveLength(2);
      expect(wordsOf(c)).toContain('Sair às sete');
      if (how === 'open') expect(linesOf(c)).toEqual(linesOf(a));
      const said = plans.editsOf(groupId).length;
      for (let i = 0; i < 3; i++) await plans.pass(30_000);
      await tidyPlanTexts(ana.engine.planTexts, async () => {});
      await plans.pass(5_000);
      expect(plans.editsOf(groupId)).toHaveLength(said);
      expect([...ana.faults, ...caio.faults]).toEqual([]);
    });
  }

  test('two tabs write one text, and see each other at once', async () => {
    const plans = new Plans();
    const { ana, groupId, planId } = await plans.start();
    const tab = plans.world.device('ana', ana);
    plans.world.goDown();
    const here = await plans.open(ana, groupId, planId);
    const there = await plans.open(tab, groupId, planId);
    typeParagraph(here.doc, 'aqui');
    await plans.pass(50);
    typeParagraph(there.doc, 'ali');
    await plans.pass(50);
    expect(wordsOf(there)).toContain('aqui');
    expect(linesOf(here)).toEqual(linesOf(there));
    expect(ana.rows('outbox').filter(({ seq }) => seq === null)).toHaveLength(1);
  });

  test('that cannot be saved says so and keeps its words until it can', async () => {
    const plans = new Plans();
    const { ana, groupId, planId } = await plans.start();
    const text = await plans.open(ana, groupId, planId);
    const save = ana.engine.planTexts.save;
    ana.engine.planTexts.save = async () => ({ ok: false, error: 'storage-full' });
    typeParagraph(text.doc, 'sem espaço');
    await plans.pass(100);
    expect(text.saveState()).toEqual({ name: 'unsaved', error: 'storage-full' });
    // On the disk all the same, and not on its way.
    expect(await text.flush()).toBe(true);
    ana.engine.planTexts.save = save;
    await plans.pass(2_000);
    await plans.pass(100);
    expect(text.saveState()).toEqual({ name: 'saved' });
    await plans.pass(2_000);
    expect(plans.editsOf(groupId)).toHaveLength(1);
  });

  test('does not say *saved* of a key that was hit while the one before was being saved', async () => {
    const plans = new Plans();
    const { ana, groupId, planId } = await plans.start();
    const text = await plans.open(ana, groupId, planId);
    const told: string[] = [];
    let isFirst = true;
    text.subscribe(() => {
      if (told.at(-1) !== text.saveState().name) told.push(text.saveState().name);
      if (text.saveState().name !== 'saved' || !isFirst) return;
      isFirst = false;
      queueMicrotask(() => {
        typeParagraph(text.doc, 'dois');
        told.push(`typed: ${text.saveState().name}`);
      });
    });
    typeParagraph(text.doc, 'um');
    for (let i = 0; i < 4; i++) await plans.pass(100);
    expect(told).toEqual(['saving', 'saved', 'saving', 'typed: saving', 'saved']);
  });

  test('goes from the device with the group', async () => {
    const plans = new Plans();
    const { ana, group, groupId, planId } = await plans.start();
    const bia = plans.world.device('bia');
    await bia.join(group);
    await plans.pass(1_000);
    const text = await plans.open(ana, groupId, planId);
    typeParagraph(text.doc, 'só nosso');
    await plans.pass(2_000);
    expect(bia.rows('planEdits')).toHaveLength(1);
    await bia.engine.commit([{ type: 'member.left', groupId, body: {} }]);
    await plans.pass(2_000);
    expect(bia.rows('planEdits')).toEqual([]);
    expect(bia.rows('plans')).toEqual([]);
    const gone = await plans.open(bia, groupId, planId);
    expect(gone.state()).toBe('gone');
  });
});

test('an update as large as may be fits an op', () => {
  const doc = new Y.Doc();
  typeParagraph(doc, 'x'.repeat(UPDATE_MAX_BYTES - 200));
  expect(Y.encodeStateAsUpdate(doc).length).toBeLessThanOrEqual(UPDATE_MAX_BYTES);
});

describe('photos in a text', () => {
  async function keepPhoto({ engine, store, world }: EngineDevice, groupId: string): Promise<Attachment> {
    const attachment: Attachment = {
      blobId: engine.newId(),
      mime: 'image/webp',
      bytes: 3_500,
      width: 4,
      height: 3,
    };
    const shelf = createPhotoShelf({ store, blobs: world.blobs, clock: world.clock });
    await shelf.keep({ groupId, attachment, whole: new Uint8Array(3_500), thumb: new Uint8Array(10) });
    return attachment;
  }
  const photosOf = (plans: Plans, groupId: string) =>
    plans.editsOf(groupId).map(({ photos = [] }) => photos.map(({ blobId }) => blobId));

  test('are at the server before the edit that brings them; what is typed meanwhile waits with it and goes in order', async () => {
    const plans = new Plans();
    const { ana, groupId, planId } = await plans.start();
    const text = await plans.open(ana, groupId, planId);
    typeParagraph(text.doc, 'antes');
    await plans.pass(1_000);
    plans.world.blobs.trouble = () => ({ kind: 'unreachable' });
    const photo = await keepPhoto(ana, groupId);
    addPicture(text.doc, photo, 'a praia');
    await plans.pass(1_000);
    typeParagraph(text.doc, 'depois');
    await plans.pass(1_000);
    expect(text.saveState()).toEqual({ name: 'saved' });
    // One op, since it has no number yet: with the photo of the one before it.
    expect(ana.rows('outbox')).toMatchObject([{ awaits: [photo.blobId], op: { body: { photos: [photo] } } }]);
    expect([photosOf(plans, groupId), text.isSent()]).toEqual([[[]], false]);
    plans.world.blobs.trouble = () => undefined;
    await plans.pass(60_000);
    expect(photosOf(plans, groupId)).toEqual([[], [photo.blobId]]);
    expect([plans.world.blobs.isAt(groupId, photo.blobId), text.isSent()]).toEqual([true, true]);
    expect(ana.engine.status()).toMatchObject({ queued: 0, tray: 0 });
    await text.close();
  });

  test('one that the server refuses stays here with its reason, and the words go without it', async () => {
    const plans = new Plans();
    const { ana, group, groupId, planId } = await plans.start();
    const bia = plans.world.device('bia');
    await bia.join(group);
    await plans.pass(1_000);
    const text = await plans.open(ana, groupId, planId);
    plans.world.blobs.trouble = () => ({ kind: 'refused', refusal: 'photo-quota' });
    const photo = await keepPhoto(ana, groupId);
    addPicture(text.doc, photo);
    typeParagraph(text.doc, 'as palavras');
    await plans.pass(5_000);
    typeParagraph(text.doc, 'e mais');
    await plans.pass(5_000);
    expect(ana.engine.status()).toMatchObject({ queued: 0, tray: 0 });
    expect(ana.rows('blobs')).toMatchObject([{ blobId: photo.blobId, refused: 'photo-quota' }]);
    expect(ana.rows('blobParts')).toHaveLength(2);
    const theirs = await plans.open(bia, groupId, planId);
    expect(wordsOf(theirs)).toContain('as palavras');
    expect(wordsOf(theirs)).toContain('e mais');

    // Tried again: the same picture, as a photo that was never refused.
    plans.world.blobs.trouble = () => undefined;
    const again = await keepPhoto(ana, groupId);
    text.doc.getXmlFragment(PLAN_TEXT).forEach((node) => {
      if (node instanceof Y.XmlElement && node.nodeName === 'image') {
        node.setAttribute('photo', again as unknown as string);
      }
    });
    await plans.pass(5_000);
    expect([plans.world.blobs.isAt(groupId, again.blobId), text.isSent()]).toEqual([true, true]);
    expect(photosOf(plans, groupId).at(-1)).toEqual([again.blobId]);
    await text.close();
    await theirs.close();
  });

  test('more than an op may name are as many ops as it takes', async () => {
    const plans = new Plans();
    const { ana, groupId, planId } = await plans.start();
    const text = await plans.open(ana, groupId, planId);
    plans.world.goDown();
    await plans.pass(1_000);
    const photos: Attachment[] = [];
    for (let i = 0; i < 25; i++) photos.push(await keepPhoto(ana, groupId));
    text.doc.transact(() => {
      for (const photo of photos) addPicture(text.doc, photo);
    });
    await plans.pass(1_000);
    typeParagraph(text.doc, 'fim');
    await text.flush();
    plans.world.goUp();
    await plans.pass(120_000);
    expect(photosOf(plans, groupId).map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(photosOf(plans, groupId).flat().sort()).toEqual(photos.map(({ blobId }) => blobId).sort());
    await text.close();
  });

  test('a picture whose photo the op does not name enters no log', async () => {
    const plans = new Plans();
    const { ana, groupId, planId } = await plans.start();
    const doc = new Y.Doc();
    addPicture(doc, await keepPhoto(ana, groupId));
    const update = base64url(Y.encodeStateAsUpdate(doc));
    const result = await ana.engine.commit([
      { type: 'plan.edited', groupId, body: { planId, update, seen: 0 } },
    ]);
    expect(result).toEqual({ ok: false, error: 'invalid' });
  });
});

test('a version named without a network is the text of that moment: what is typed after it is no part of it', async () => {
  const plans = new Plans();
  const { ana, groupId, planId } = await plans.start();
  const text = await plans.open(ana, groupId, planId);
  plans.world.goDown();
  typeParagraph(text.doc, 'antes');
  await plans.pass(1_000);
  const versionId = ana.engine.newId();
  await ana.engine.commit([
    { type: 'plan.version-named', groupId, body: { planId, versionId, name: 'Primeira' } },
  ]);
  typeParagraph(text.doc, 'depois');
  await plans.pass(1_000);
  plans.world.goUp();
  await plans.pass(60_000);
  expect((await plans.world.log(groupId)).slice(-3)).toEqual([
    'plan.edited',
    'plan.version-named',
    'plan.edited',
  ]);
  await text.close();
});

test('a disk that could not be read is read again, without anything else that changes', async () => {
  const plans = new Plans();
  const { ana, group, groupId, planId } = await plans.start();
  const bia = plans.world.device('bia');
  await bia.join(group);
  await plans.pass(1_000);
  const a = await plans.open(ana, groupId, planId);
  const b = await plans.open(bia, groupId, planId);
  const { read } = bia.engine.planTexts;
  bia.engine.planTexts.read = async () => {
    throw new StoreError('lost');
  };
  typeParagraph(a.doc, 'Levar água');
  await plans.pass(500);
  expect([wordsOf(b), plans.faults.map(String)]).toEqual(['', ['StoreError: device store: lost']]);
  bia.engine.planTexts.read = read;
  await plans.world.pass(1_000);
  expect(wordsOf(b)).toContain('Levar água');
  await a.close();
  await b.close();
});

describe('bytes that Yjs cannot apply', () => {
  test('on this disk keep nothing else from being read and written; told without words, they come anew', async () => {
    const plans = new Plans();
    const { ana, groupId, planId } = await plans.start();
    const first = await plans.open(ana, groupId, planId);
    for (const words of ['gelo', 'carvão', 'pão']) {
      typeParagraph(first.doc, words);
      await plans.pass(2_000);
    }
    const expected = linesOf(first);
    await first.close();
    const row = must(ana.rows('planEdits')[1], 'an edit');
    await ana.store.write(['planEdits'], (tx) =>
      tx.put('planEdits', [{ ...row, data: row.data.slice(0, -1) }]),
    );
    const bent = await plans.open(ana, groupId, planId);
    expect(bent.state()).toBe('whole');
    expect(wordsOf(bent)).toContain('gelo');
    expect(wordsOf(bent)).not.toContain('carvão');
    listEditedApart(bent.doc.getXmlFragment(PLAN_TEXT), bent.recentEdits());
    expect(plans.faults.map(String)).toEqual(['UnreadableEdit']);
    typeParagraph(bent.doc, 'sal');
    await plans.pass(5_000);
    await bent.close();
    const healed = await plans.open(ana, groupId, planId);
    for (const line of expected) expect(linesOf(healed)).toContain(line);
    expect(wordsOf(healed)).toContain('sal');
    expect(plans.faults).toHaveLength(1);
    await healed.close();
  });

  test('of a member who wrote them by hand are in nobody’s text, and the server compacts the rest', async () => {
    const plans = new Plans();
    const { ana, group, groupId, planId } = await plans.start();
    const bia = plans.world.device('bia');
    await bia.join(group);
    await plans.pass(1_000);
    const reading = await plans.open(bia, groupId, planId);
    const writing = await plans.open(ana, groupId, planId);
    typeParagraph(writing.doc, 'gelo');
    await plans.pass(2_000);
    // Three that are gone, and then five of which these are the first.
    const byHand = [
      [1, 1, 7, 0, 0, 3, 0],
      [1, 1, 7, 0, 4, 1, 4, 116, 101, 120, 116, 5, 97, 98, 99, 100, 101, 0],
    ];
    for (const bytes of byHand) {
      const update = base64url(new Uint8Array(bytes));
      const done = await ana.engine.commit([
        { type: 'plan.edited', groupId, body: { planId, update, seen: 0 } },
      ]);
      expect(done.ok).toBe(true);
      await plans.pass(2_000);
    }
    typeParagraph(writing.doc, 'carvão');
    await plans.pass(3_000);
    expect(plans.editsOf(groupId)).toHaveLength(4);
    expect(wordsOf(reading)).toContain('carvão');
    expect(linesOf(reading)).toEqual(linesOf(writing));
    const again = await plans.open(bia, groupId, planId);
    expect(linesOf(again)).toEqual(linesOf(writing));
    const store = plans.world.database.connect();
    expect(
      await compactPlan({ store, merge: mergeText }, { groupId, planId }, { upTo: 1_000_000, kept: 0 }),
    ).toBe(1);
    const caio = plans.world.device('caio');
    await caio.join(group);
    await plans.pass(2_000);
    const late = await plans.open(caio, groupId, planId);
    await plans.pass(5_000);
    expect(linesOf(late)).toEqual(linesOf(writing));
    // Each opening says it once, however often it reads.
    expect(plans.faults.map(String)).toEqual(['UnreadableEdit', 'UnreadableEdit', 'UnreadableEdit']);
  });
});
