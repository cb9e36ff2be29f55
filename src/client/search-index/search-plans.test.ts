/** Words inside the texts of plans: found with their block, told no longer than they stand there. */
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Block } from '#domain/documents/document.ts';
import { packText } from '#domain/plans/packed-text.ts';
import type { PlanRow } from '#domain/plans/plan-rows.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { mergeText } from '#domain/plans/text/merge-text.ts';
import { writeText } from '#domain/plans/text/write-text.ts';
import type { SearchReply } from '#protocol/search.ts';
import { idOf } from '#tests/support/ops.ts';
import {
  ANA,
  BIA,
  find,
  GROUP,
  openDesk,
  openWorld,
  partsWith,
  type World,
} from '#tests/support/search-world.ts';
import type { SearchDesk } from './search-desk.ts';
import type { SearchFilters } from './search-query.ts';

const PLAN = idOf('plan');
const paragraph = (text: string): Block => ({ kind: 'paragraph', inlines: [{ kind: 'text', text }] });

/** One person's document; `edit` gives the updates of what it changes. */
class Author {
  readonly doc = new Y.Doc();
  readonly #updates: Uint8Array<ArrayBuffer>[] = [];

  constructor() {
    this.doc.on('update', (update: Uint8Array) => this.#updates.push(new Uint8Array(update)));
  }

  write(blocks: readonly Block[]): Uint8Array<ArrayBuffer> {
    this.#updates.length = 0;
    writeText(this.doc.getXmlFragment(PLAN_TEXT), { title: '', blocks });
    return new Uint8Array(Y.mergeUpdates(this.#updates));
  }

  hear(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update);
  }
}

function planRow(textVersion: number, more: Partial<PlanRow> = {}): PlanRow {
  return {
    groupId: GROUP,
    id: PLAN,
    version: 1,
    rowVersion: Math.max(1, textVersion),
    title: 'Churrasco de domingo',
    folder: 'Sítio',
    position: 'a0',
    createdBy: ANA,
    createdAt: 1_000,
    editedAt: 1_000 + textVersion,
    editedBy: ANA,
    textVersion,
    edits: textVersion,
    archivedAt: null,
    archivedBy: null,
    ...more,
  };
}

/** As the log brings it: the edit, the row that says so and the cursor in one transaction. */
async function edit(world: World, version: number, data: Uint8Array<ArrayBuffer>, by = ANA): Promise<void> {
  await world.store.write(['plans', 'planEdits', 'cursors'], async (tx) => {
    await tx.put('plans', [planRow(version)]);
    const seen = version - 1;
    await tx.put('planEdits', [{ groupId: GROUP, planId: PLAN, version, by, at: version, seen, data }]);
    await tx.put('cursors', [cursorAt(version)]);
  });
}

const cursorAt = (version: number) => ({
  groupId: GROUP,
  version,
  chain: 'A'.repeat(43),
  head: version,
  olderThan: null,
  ledgerOlderThan: null,
});

async function hitsOf(desk: SearchDesk, text: string, filters: SearchFilters = {}) {
  const hits = (await desk.ask({ text, filters }))?.hits ?? [];
  return hits.filter(({ kind }) => kind === 'plan').map(({ line, block }) => [line.text, block]);
}

test('a block is found by its words, with its place; words of the title and of other blocks count', async () => {
  const world = await openWorld();
  const ana = new Author();
  await edit(
    world,
    2,
    ana.write([
      { kind: 'heading', level: 1, inlines: [{ kind: 'text', text: 'O que levar' }] },
      {
        kind: 'check-list',
        items: [
          { checked: false, blocks: [paragraph('Dois sacos de carvão')] },
          { checked: true, blocks: [paragraph('Limões para a caipirinha')] },
        ],
      },
      paragraph('Chegamos às dez'),
    ]),
  );
  const desk = await openDesk(world);
  expect(await hitsOf(desk, 'carvoes')).toEqual([['Dois sacos de carvão', 1]]);
  expect(await hitsOf(desk, 'limao')).toEqual([['Limões para a caipirinha', 2]]);
  expect(await hitsOf(desk, 'caipirnha')).toEqual([['Limões para a caipirinha', 2]]);
  const [hit] = (await desk.ask({ text: 'carvao', filters: {} }))?.hits ?? [];
  expect(hit).toMatchObject({ kind: 'plan', id: PLAN, block: 1, line: { marks: [{ from: 14, to: 20 }] } });
  // The title is marked where it stands; the block says where to open.
  expect(await hitsOf(desk, 'churrasco carvão')).toEqual([['Dois sacos de carvão', 1]]);
  expect(await hitsOf(desk, 'carvão dez')).toEqual([
    ['Dois sacos de carvão', 1],
    ['Chegamos às dez', 3],
  ]);
  expect(await hitsOf(desk, 'churrascos')).toEqual([['Sítio', null]]);
  expect(await hitsOf(desk, 'carvão picanha')).toEqual([]);
});

test('each edit of the log is in the index soon after, and what it took away is out of memory and disk', async () => {
  const world = await openWorld();
  const [ana, bia] = [new Author(), new Author()];
  const first = ana.write([paragraph('o cofre abre com jabuticaba'), paragraph('levem protetor')]);
  await edit(world, 2, first);
  const desk = await openDesk(world);
  await desk.save();
  expect(await partsWith(world, 'jabuticaba')).toEqual([`p${PLAN}`]);
  bia.hear(first);
  // The same transaction: nobody has searched, or saved anything, since.
  await edit(world, 3, bia.write([paragraph('levem protetor'), paragraph('e repelente')]), BIA);
  expect(await partsWith(world, 'jabuticaba')).toEqual([]);
  await expect.poll(() => hitsOf(desk, 'jabuticaba'), { timeout: 5_000 }).toEqual([]);
  expect(await hitsOf(desk, 'repelente')).toEqual([['e repelente', 1]]);
  expect(await hitsOf(desk, 'protetor')).toEqual([['levem protetor', 0]]);
  expect(await hitsOf(desk, 'repelente', { person: 'Bia' })).toEqual([['e repelente', 1]]);
  expect(await hitsOf(desk, 'repelente', { person: 'Ana' })).toEqual([]);
  expect(await hitsOf(desk, 'protetor', { from: 1_003 })).toEqual([['levem protetor', 0]]);
  expect(await hitsOf(desk, 'protetor', { until: 1_003 })).toEqual([]);
  expect(await hitsOf(desk, 'protetor', { kind: 'message' })).toEqual([]);
  await desk.save();
  expect(await partsWith(world, 'jabuticab')).toEqual([]);
  expect(await partsWith(world, 'repelente')).toEqual([`p${PLAN}`]);
  await world.store.write(['plans'], (tx) =>
    tx.put('plans', [planRow(3, { archivedAt: 9, archivedBy: ANA })]),
  );
  await expect.poll(() => hitsOf(desk, 'protetor')).toEqual([]);
  await world.store.write(['planEdits', 'plans'], async (tx) => {
    await tx.remove('planEdits', [[GROUP, PLAN, 2]]);
  });
  expect(await partsWith(world, 'repelente')).toEqual([]);
});

test('a part on the disk is read; a damaged one, and one of a text that changed meanwhile, is not', async () => {
  const world = await openWorld();
  await edit(world, 2, new Author().write([paragraph('pitanga')]));
  const first = await openDesk(world);
  await first.save();
  first.stop();
  const [kept] = await world.db.searchParts.toArray();
  if (!kept) throw new Error('a part');
  const other = new TextDecoder().decode(kept.data).replace('pitanga', 'goiaba');
  await world.db.searchParts.put({ ...kept, data: new TextEncoder().encode(other) });
  const again = await openDesk(world);
  expect(await find(again, 'goiaba')).toEqual(['goiaba']);
  again.stop();
  for (const broken of ['[{"text"', '[null]', '{}']) {
    await world.db.searchParts.put({ ...kept, data: new TextEncoder().encode(broken) });
    const mended = await openDesk(world);
    expect(await find(mended, 'pitanga')).toEqual(['pitanga']);
    mended.stop();
  }
});

test('a text that is not here is found by its title, and by its words once it has been fetched', async () => {
  const world = await openWorld();
  await world.store.write(['plans', 'cursors'], async (tx) => {
    await tx.put('plans', [planRow(2)]);
    await tx.put('cursors', [{ ...cursorAt(5), textsSince: 5 }]);
  });
  await world.db.meta.put({ name: 'epoch', value: idOf('epoch') });
  const line = 'suco de acerola';
  const told: SearchReply = {
    epoch: idOf('epoch'),
    rows: [{ table: 'plans', row: planRow(2), block: 0, line }],
    after: null,
  };
  const desk = await openDesk(world, told);
  expect(await hitsOf(desk, 'acerola')).toEqual([]);
  expect(await hitsOf(desk, 'churrasco')).toEqual([['Sítio', null]]);
  const askServer = (filters: SearchFilters) => desk.askServer({ text: 'acerola', filters }, null);
  const hit = {
    kind: 'plan',
    id: PLAN,
    block: 0,
    isFromServer: true,
    line: { text: line, marks: [{ from: 8, to: 15 }] },
  };
  for (const filters of [{}, { kind: 'plan' }, { person: 'Ana' }] as const) {
    expect(await askServer(filters)).toMatchObject({ hits: [hit] });
  }
  for (const filters of [{ kind: 'message' }, { person: 'Bia' }, { minAmountMinor: 1 }] as const) {
    expect(await askServer(filters)).toMatchObject({ hits: [] });
  }
  const update = new Author().write([paragraph('suco de acerola')]);
  const data = mergeText(packText({ authors: new Map(), update: new Uint8Array([0, 0]) }), [
    { by: BIA, at: 2, data: update },
  ]);
  const digest = await digestOf(data);
  await world.store.write(['planTexts'], (tx) =>
    tx.put('planTexts', [{ groupId: GROUP, planId: PLAN, reaches: 2, heldTo: 5, digest, data }]),
  );
  await expect.poll(() => hitsOf(desk, 'acerola'), { timeout: 5_000 }).toEqual([['suco de acerola', 0]]);
  expect(await hitsOf(desk, 'acerola', { person: 'Bia' })).toEqual([['suco de acerola', 0]]);
  // Now it is asked here.
  expect(await askServer({})).toMatchObject({ hits: [] });
});

async function digestOf(data: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', data)).toString('base64url');
}
