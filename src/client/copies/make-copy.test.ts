import { expect, test } from 'vitest';
import { EngineWorld } from '#tests/support/engine-world.ts';
import { MemoryCopyStore } from '#tests/support/memory-copy-store.ts';
import { makeCopy } from './make-copy.ts';
import { readBestParts } from './read-copy.ts';

const MINUTE = 60_000;
const START = 1_790_000_000_000;
const BUDGET = 50_000_000;

async function openDevice() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  await ana.engine.saveProfile({ name: 'Ana' });
  const { groupId } = await ana.createGroup();
  const other = await ana.createGroup();
  await ana.send(groupId, 'um', 'dois');
  await world.pass(3_000);
  const copies = new MemoryCopyStore();
  const make = (minutes: number, budgetBytes = BUDGET) =>
    makeCopy({ store: ana.store, copies, now: START + minutes * MINUTE, budgetBytes });
  return { world, ana, groupId, other, copies, make };
}

test('a copy writes what changed, and nothing when nothing did', async () => {
  const { ana, groupId, copies, make } = await openDevice();
  const first = await make(0);
  expect(first.parts.map(({ name }) => name).sort()).toHaveLength(7);
  expect(await make(1)).toEqual(first);
  expect(copies.manifests.size).toBe(1);
  await ana.engine.saveDraft({ groupId, text: 'quase', replyTo: null, editing: null });
  const second = await make(20);
  const fresh = second.parts.filter(({ id }) => !first.parts.some((ref) => ref.id === id));
  expect(fresh.map(({ name }) => name)).toEqual(['drafts']);
  expect(second.inside).toEqual({ waiting: 0, refused: 0, drafts: 1, groups: 2, plans: 0 });
  expect(copies.manifests.size).toBe(2);
});

test('a week of work stays within bounds, and no text lies there that no copy names', async () => {
  const { world, ana, groupId, copies, make } = await openDevice();
  world.goDown();
  for (let i = 0; i < 120; i++) {
    await ana.engine.saveDraft({ groupId, text: `texto ${i}`, replyTo: null, editing: null });
    await make(i * 97);
  }
  expect(copies.manifests.size).toBeLessThanOrEqual(41);
  const named = new Set((await copies.list()).flatMap(({ parts }) => parts.map(({ id }) => id)));
  expect([...copies.texts.keys()].filter((id) => !named.has(id))).toEqual([]);
  expect([...named].filter((id) => !copies.texts.has(id))).toEqual([]);
  await ana.engine.saveDraft({ groupId, text: 'o último', replyTo: null, editing: null });
  await make(120 * 97, 1);
  expect(copies.manifests.size).toBe(1);
});

test('what was erased is in no older copy either, and what waits stays', async () => {
  const { world, ana, groupId, copies, make } = await openDevice();
  world.goDown();
  await ana.engine.saveDraft({ groupId, text: 'segredo no rascunho', replyTo: null, editing: null });
  await make(0);
  await ana.engine.saveDraft({ groupId, text: '', replyTo: null, editing: null });
  await ana.send(groupId, 'isto espera');
  await make(20);
  // As the fold leaves it when the log erased something (fold-log.ts).
  await ana.store.write(['cursors'], async (tx) => {
    const cursor = await tx.get('cursors', groupId);
    if (cursor) await tx.put('cursors', [{ ...cursor, erasedAt: cursor.version }]);
  });
  await make(40);
  expect(copies.manifests.size).toBe(3);
  const all = [...copies.texts.values()].join('\n');
  expect(all).not.toContain('segredo');
  expect([...copies.texts.values()].filter((text) => text.includes('"um"'))).toHaveLength(1);
  expect(all).toContain('isto espera');
  for (const { parts } of (await copies.list()).slice(0, 2)) {
    expect(parts.some(({ name }) => name === `group:${groupId}`)).toBe(false);
  }
});

test('of a group this person left nothing stays but their own unsent words', async () => {
  const { world, ana, other, groupId, copies, make } = await openDevice();
  const bia = world.device('bia');
  const secret = ana.rows('memberships').find((row) => row.groupId === groupId)?.inviteSecret ?? '';
  await bia.join({ groupId, secret });
  await world.pass(5_000);
  const make2 = (minutes: number) =>
    makeCopy({ store: bia.store, copies, now: START + minutes * MINUTE, budgetBytes: BUDGET });
  await make2(0);
  expect([...copies.texts.values()].join('')).toContain('"dois"');
  await bia.engine.commit([{ type: 'member.left', groupId, body: {} }]);
  await world.pass(40_000);
  await make2(20);
  expect([...copies.texts.values()].join('')).not.toContain('"dois"');
  expect(other.groupId).not.toBe(groupId);
  expect(await make(0)).toBeDefined();
});

test('a damaged part is taken from the newest older copy that has it whole', async () => {
  const { world, ana, groupId, copies, make } = await openDevice();
  world.goDown();
  await ana.send(groupId, 'de antes');
  await make(0);
  await ana.send(groupId, 'de agora');
  const newest = await make(20);
  const id = newest.parts.find(({ name }) => name === 'outbox')?.id ?? '';
  copies.texts.set(id, (copies.texts.get(id) ?? '').replace('agora', 'outra'));
  const best = await readBestParts(copies);
  expect(best?.older).toEqual(['outbox']);
  expect(best?.damaged).toEqual([]);
  expect(best?.parts.find(({ name }) => name === 'outbox')?.text).toContain('de antes');
  for (const key of copies.texts.keys()) copies.texts.set(key, 'x');
  expect(await readBestParts(copies)).toBeUndefined();
});
