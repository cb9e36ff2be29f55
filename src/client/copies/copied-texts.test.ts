/** Texts of plans in copies: written seldom, put back beside what is there, whole without a network. */
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { unpackText } from '#domain/plans/packed-text.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { applyText, mergeText, mergeWaiting } from '#domain/plans/text/merge-text.ts';
import { countingRandom, type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { MemoryCopyStore } from '#tests/support/memory-copy-store.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { typeParagraph } from '#tests/support/plan-edits.ts';
import { collectParts } from './collect-parts.ts';
import { makePart, type Part, planPartName, readPart } from './device-copy.ts';
import { composeDeviceFile, readDeviceFile } from './device-file.ts';
import { makeCopy } from './make-copy.ts';
import { readBestParts, readCopy } from './read-copy.ts';
import { type RestoreChoice, restoreParts } from './restore-parts.ts';
import { readPlanWords, restoreBeside } from './restore-plan.ts';

const START = 1_790_000_000_000;
const MINUTE = 60_000;
const BUDGET = 50_000_000;

interface Key {
  readonly groupId: string;
  readonly planId: string;
}

async function openPlan() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  await ana.engine.saveProfile({ name: 'Ana' });
  const group = await ana.createGroup();
  await world.pass(1_000);
  const key = await makePlan(ana, group.groupId, 'Roteiro');
  await type(ana, key, 'Sair às sete');
  await world.pass(3_000);
  const copies = new MemoryCopyStore();
  const make = (minutes: number, budgetBytes = BUDGET) =>
    makeCopy({ store: ana.store, copies, now: START + minutes * MINUTE, budgetBytes });
  return { world, ana, group, key, copies, make, name: planPartName(key.groupId, key.planId) };
}

async function makePlan({ engine }: EngineDevice, groupId: string, title: string): Promise<Key> {
  const planId = engine.newId();
  await engine.commit([{ type: 'plan.created', groupId, body: { planId, title, position: 'V' } }]);
  return { groupId, planId };
}

async function docOf({ engine }: EngineDevice, key: Key) {
  const held = await engine.planTexts.read({ ...key, after: 0 });
  const doc = new Y.Doc();
  const text = held?.state && unpackText(held.state);
  applyText(doc, text, [...(held?.edits ?? []), ...(held?.pending ?? [])]);
  return { doc, isHere: held?.isHere ?? false };
}

async function change(device: EngineDevice, key: Key, edit: (doc: Y.Doc) => void): Promise<void> {
  const { doc } = await docOf(device, key);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  edit(doc);
  const input = { ...key, updates: [Y.mergeUpdates(updates)], seen: 0, merge: mergeWaiting };
  expect(await device.engine.planTexts.save(input)).toMatchObject({ ok: true });
}

const type = (device: EngineDevice, key: Key, words: string): Promise<void> =>
  change(device, key, (doc) => typeParagraph(doc, words));

async function wordsOf(device: EngineDevice, key: Key): Promise<{ words: string[]; isHere: boolean }> {
  const { doc, isHere } = await docOf(device, key);
  const lines = doc.getXmlFragment(PLAN_TEXT).toArray().map(String);
  return { words: lines.map((line) => line.replace(/<[^>]*>/g, '')), isHere };
}

let restores = 0;
const restore = (
  store: EngineDevice['store'],
  parts: readonly Part[],
  choice: RestoreChoice = { kind: 'everything' },
) => restoreParts({ store, random: countingRandom(`restore ${++restores}`), now: START }, parts, choice);

/** The browser threw the database away; the app is opened again, without a network. */
async function loseAll(device: EngineDevice, parts: readonly Part[]) {
  const { world } = device;
  await device.engine[Symbol.asyncDispose]();
  world.goDown();
  const database = new MemoryDeviceDatabase();
  const restored = await restore(database.connect(), parts);
  const again = world.device(`${device.name} again`, device, { database });
  await world.pass(1_000);
  return { again, restored };
}

async function partsOf(copies: MemoryCopyStore): Promise<readonly Part[]> {
  return (await readBestParts(copies))?.parts ?? [];
}

test('a lost database opens its plans without a network, and goes on with the log', async () => {
  const { world, ana, group, key, copies, make } = await openPlan();
  await make(0);
  await type(ana, key, 'Levar água');
  await world.pass(3_000);
  world.goDown();
  await type(ana, key, 'Ainda não enviado');
  await make(1);

  const { again, restored } = await loseAll(ana, await partsOf(copies));
  expect(restored).toMatchObject({ queued: 1, groups: 1, plans: 1, damaged: 0 });
  const words = ['Sair às sete', 'Levar água', 'Ainda não enviado'];
  expect(await wordsOf(again, key)).toEqual({ words, isHere: true });

  // The copies that it makes from now on hold it too.
  await makeCopy({ store: again.store, copies, now: START + 20 * MINUTE, budgetBytes: BUDGET });
  expect(readPlanWords(await partsOf(copies), key)).toBe(words.join('\n'));

  const bia = world.device('bia');
  world.goUp();
  await bia.join(group);
  await world.pass(40_000);
  bia.engine.planTexts.fetch(key);
  await world.pass(1_000);
  await type(bia, key, 'De Bia');
  await world.pass(40_000);
  expect(await wordsOf(again, key)).toEqual({ words: [...words, 'De Bia'], isHere: true });
  expect(await wordsOf(bia, key)).toEqual({ words: [...words, 'De Bia'], isHere: true });
  expect(again.rows('outbox')).toEqual([]);
});

test('a text is written anew seldom: what is typed meanwhile lies in the part of its group', async () => {
  const { world, ana, key, copies, make, name } = await openPlan();
  const idOf = async () => (await copies.list()).at(-1)?.parts.find((ref) => ref.name === name)?.id;
  await make(0);
  const first = await idOf();
  await ana.send(key.groupId, 'só conversa');
  await world.pass(3_000);
  await make(20);
  expect(await idOf()).toBe(first);
  for (let i = 0; i < 5; i++) await type(ana, key, `linha ${i}`);
  await world.pass(3_000);
  await make(40);
  expect(await idOf()).toBe(first);
  const parts = await partsOf(copies);
  expect(readPart(parts, `group:${key.groupId}`)?.tails).toMatchObject([{ planId: key.planId, after: 3 }]);
  expect(readPlanWords(parts, key)).toContain('linha 4');
  await type(ana, key, 'x'.repeat(20_000));
  await type(ana, key, 'y'.repeat(20_000));
  await world.pass(3_000);
  await make(60);
  expect(await idOf()).not.toBe(first);
  expect(readPart(await partsOf(copies), `group:${key.groupId}`)?.tails).toEqual([]);
  // Compacted past the end of its part: the edits after that are not there any more by themselves.
  await type(ana, key, 'antes');
  await type(ana, key, 'depois');
  await world.pass(3_000);
  const third = await idOf();
  expect(await ana.engine.planTexts.compact({ ...key, merge: mergeText, keep: 1 })).toBe(true);
  await make(80);
  expect(await idOf()).not.toBe(third);
  const { again } = await loseAll(ana, await partsOf(copies));
  const { words, isHere } = await wordsOf(again, key);
  expect([isHere, words.length, words.at(-1)]).toEqual([true, 10, 'depois']);
});

test('where an older part stands in for a bad one, its words are there, and the rest is fetched', async () => {
  const { world, ana, key, copies, make, name } = await openPlan();
  await make(0);
  await type(ana, key, 'x'.repeat(21_000));
  await type(ana, key, 'y'.repeat(21_000));
  await type(ana, key, 'Levar água');
  await world.pass(3_000);
  const newest = await make(20);
  const id = newest.parts.find((ref) => ref.name === name)?.id ?? '';
  copies.texts.set(id, '{}');
  const { again, restored } = await loseAll(ana, await partsOf(copies));
  expect(restored).toMatchObject({ plans: 1 });
  expect(await wordsOf(again, key)).toMatchObject({ words: ['Sair às sete'], isHere: false });
  world.goUp();
  await world.pass(40_000);
  again.engine.planTexts.fetch(key);
  await world.pass(1_000);
  const { words, isHere } = await wordsOf(again, key);
  expect([isHere, words.length]).toEqual([true, 4]);
});

test('newer words stay: a text that is here is not touched by an older copy', async () => {
  const { world, ana, key, copies, make } = await openPlan();
  await make(0);
  await type(ana, key, 'Levar água');
  await world.pass(3_000);
  const parts = await partsOf(copies);
  expect(await restore(ana.store, parts)).toMatchObject({ plans: 0, groups: 0 });
  expect((await wordsOf(ana, key)).words).toEqual(['Sair às sete', 'Levar água']);
});

test('texts stay within their share: those edited longest ago are left out', async () => {
  const { world, ana, key, copies, make, name } = await openPlan();
  const other = await makePlan(ana, key.groupId, 'Compras');
  await world.pass(20);
  await type(ana, other, 'z'.repeat(9_000));
  await world.pass(3_000);
  await make(0, 20_000);
  const names = (await copies.list()).at(-1)?.parts.map((ref) => ref.name);
  expect(names).toContain(planPartName(key.groupId, other.planId));
  expect(names).not.toContain(name);
});

test('of a group one is out of no text stays, in no copy', async () => {
  const { world, ana, group, key, make } = await openPlan();
  await make(0);
  const bia = world.device('bia');
  await bia.join(group);
  await world.pass(5_000);
  bia.engine.planTexts.fetch(key);
  await world.pass(1_000);
  const copies = new MemoryCopyStore();
  const makeBias = (minutes: number) =>
    makeCopy({ store: bia.store, copies, now: START + minutes * MINUTE, budgetBytes: BUDGET });
  await makeBias(0);
  const isText = (text: string): boolean => text.includes('"through"');
  expect([...copies.texts.values()].some(isText)).toBe(true);
  await bia.engine.commit([{ type: 'member.left', groupId: key.groupId, body: {} }]);
  await world.pass(40_000);
  await makeBias(20);
  expect([...copies.texts.values()].some(isText)).toBe(false);
  expect(ana.faults).toEqual([]);
});

test('fault 42: a device file carries the texts, to a phone without a network', async () => {
  const { world, ana, key } = await openPlan();
  world.goDown();
  await type(ana, key, 'Ainda não enviado');
  const { pieces } = await composeDeviceFile(ana.store, { now: START });
  const read = await readDeviceFile(pieces());
  if (!read.ok) throw new Error(read.trouble);
  const other = world.device('celular novo');
  await world.pass(100);
  expect(await restore(other.store, read.file.parts)).toMatchObject({ queued: 1, groups: 1, plans: 1 });
  const all = { words: ['Sair às sete', 'Ainda não enviado'], isHere: true };
  expect(await wordsOf(other, key)).toEqual(all);
  expect(await restore(other.store, read.file.parts)).toMatchObject({ queued: 0, groups: 0, plans: 0 });
  expect(await wordsOf(other, key)).toEqual(all);
});

test('a text that somebody made up reaches no document', async () => {
  const { ana, key, copies, make, name } = await openPlan();
  await make(0);
  const parts = await partsOf(copies);
  const good = readPart(parts, name);
  const bend = (changes: object): readonly Part[] => [
    ...parts.filter((part) => part.name !== name),
    makePart(name, { ...good, ...changes } as never),
  ];
  const [edit] = good?.edits ?? [];
  for (const bent of [
    { edits: [{ ...edit, data: 'AAAA' }] },
    { edits: [{ ...edit, version: 'x' }] },
    { state: { reaches: 1, data: 'AAAA' } },
    { planId: key.groupId },
    { through: null },
  ]) {
    const { restored } = await loseAll(ana, bend(bent));
    expect(restored).toMatchObject({ groups: 1, plans: 0 });
  }
});

test('one plan is brought back beside the one that says other things now, once', async () => {
  const { world, ana, key, copies, make } = await openPlan();
  await type(ana, key, 'Levar água');
  await world.pass(3_000);
  const [first] = [await make(0)];
  const { parts } = await readCopy(copies, first);
  const titleOf = (title: string): string => `${title} (cópia)`;
  const bringBack = async () => {
    await restore(ana.store, parts, { kind: 'plan', ...key });
    return restoreBeside(ana, parts, { key, titleOf });
  };
  expect(await bringBack()).toEqual({ outcome: 'nothing' });
  await type(ana, key, 'Mais uma linha');
  expect(await bringBack()).toEqual({ outcome: 'nothing' });
  await change(ana, key, (doc) => doc.getXmlFragment(PLAN_TEXT).delete(0, 1));
  const beside = await bringBack();
  expect(beside).toMatchObject({ outcome: 'made', title: 'Roteiro (cópia)' });
  if (beside.outcome !== 'made') throw new Error('not made');
  expect(await bringBack()).toEqual({ outcome: 'nothing' });
  await world.pass(3_000);
  expect(await bringBack()).toEqual({ outcome: 'nothing' });
  const made = { groupId: key.groupId, planId: beside.planId };
  expect((await wordsOf(ana, made)).words).toEqual(['Sair às sete', 'Levar água']);
  expect((await wordsOf(ana, key)).words).toEqual(['Levar água', 'Mais uma linha']);
  expect(ana.rows('plans').map(({ title }) => title)).toContain('Roteiro (cópia)');
});

test('only what waits of that plan comes back with it', async () => {
  const { world, ana, key } = await openPlan();
  world.goDown();
  const other = await makePlan(ana, key.groupId, 'Compras');
  await type(ana, other, 'Pão');
  await type(ana, key, 'Levar água');
  await ana.send(key.groupId, 'uma mensagem');
  const { parts } = await collectParts(ana.store);
  expect(readPlanWords(parts, other)).toBe('Pão');
  expect(readPlanWords(parts, { ...key, planId: ana.engine.newId() })).toBeUndefined();
  const database = new MemoryDeviceDatabase();
  const restored = await restore(database.connect(), parts, { kind: 'plan', ...key });
  expect(restored).toMatchObject({ queued: 1, groups: 0 });
  expect(database.rows('outbox').map(({ op }) => [op.type, op.body.planId])).toEqual([
    ['plan.edited', key.planId],
  ]);
});
