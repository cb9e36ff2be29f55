/** Plans as the screens read them: with what is pending over them, and without rows that are none. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import type { PlanCommentRow, PlanRow } from '#domain/plans/plan-rows.ts';
import { idOf, makeOp } from '#tests/support/ops.ts';
import { type DeviceDatabase, openDatabase } from './database.ts';
import { readPlan, readPlans } from './plan-reads.ts';

const GROUP = idOf('group');
const ANA = idOf('ana');

let opened = 0;

async function open(): Promise<DeviceDatabase> {
  const db = openDatabase({ name: `racha-plans-${++opened}`, indexedDB: new IDBFactory(), IDBKeyRange });
  await db.members.put({
    groupId: GROUP,
    id: ANA,
    version: 1,
    rowVersion: 1,
    name: 'Ana',
    role: 'member',
    status: 'active',
    joinedAt: 0,
  });
  await db.plans.bulkPut([
    plan('roteiro', 2),
    plan('lista', 3),
    { groupId: GROUP, id: 'x', version: 4 } as PlanRow,
  ]);
  return db;
}

const plan = (name: string, version: number): PlanRow => ({
  groupId: GROUP,
  id: idOf(name),
  version,
  rowVersion: version,
  title: name,
  folder: '',
  position: 'V',
  createdBy: ANA,
  createdAt: version,
  editedAt: version,
  editedBy: ANA,
  textVersion: 0,
  edits: 0,
  archivedAt: null,
  archivedBy: null,
});

const waits = (db: DeviceDatabase, order: number, op: ReturnType<typeof makeOp>) =>
  db.outbox.put({
    order,
    groupId: GROUP,
    opId: op.opId,
    op,
    seq: null,
    version: null,
    proof: null,
    bytes: 1,
  });

test('lists the plans that are whole, each once, with what waits laid over them', async () => {
  const db = await open();
  const of = { groupId: GROUP };
  await waits(db, 1, makeOp('ana', 'plan.renamed', { planId: idOf('lista'), title: 'Compras' }, of));
  await waits(db, 2, makeOp('ana', 'plan.created', { planId: idOf('ata'), title: 'Ata', position: 'W' }, of));
  const { plans, isArriving } = await readPlans(db, GROUP);
  expect(plans.map(({ title, isPending }) => [title, isPending])).toEqual([
    ['roteiro', false],
    ['Compras', true],
    ['Ata', true],
  ]);
  expect(isArriving).toBe(false);
});

test('says that older ones are on their way while a page is missing', async () => {
  const db = await open();
  const cursor = { groupId: GROUP, version: 9, chain: '', head: 9, olderThan: null, ledgerOlderThan: null };
  await db.cursors.put({ ...cursor, plansOlderThan: 4 });
  expect((await readPlans(db, GROUP)).isArriving).toBe(true);
  await db.cursors.put({ ...cursor, plansOlderThan: null });
  expect((await readPlans(db, GROUP)).isArriving).toBe(false);
});

test('gives a plan with its own comments and versions only', async () => {
  const db = await open();
  const comment = (name: string, planId: string, version: number): PlanCommentRow => ({
    groupId: GROUP,
    id: idOf(name),
    version,
    rowVersion: version,
    planId,
    authorId: ANA,
    at: 0,
    text: name,
    anchor: null,
    quote: '',
    replyTo: null,
    mentions: [],
    editedAt: null,
    resolvedBy: null,
    resolvedAt: null,
    deletedBy: null,
  });
  await db.planComments.bulkPut([
    comment('b', idOf('roteiro'), 6),
    comment('a', idOf('roteiro'), 5),
    comment('c', idOf('lista'), 7),
  ]);
  const named = { planId: idOf('roteiro'), versionId: idOf('v'), name: 'combinado' };
  await waits(db, 1, makeOp('ana', 'plan.version-named', named, { groupId: GROUP }));
  const found = await readPlan(db, GROUP, idOf('roteiro'));
  expect(found?.comments.map(({ text }) => text)).toEqual(['a', 'b']);
  expect(found?.versions.map(({ name }) => name)).toEqual(['combinado']);
  expect(await readPlan(db, GROUP, idOf('nowhere'))).toBeNull();
});
