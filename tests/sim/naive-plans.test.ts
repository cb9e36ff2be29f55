/** What a restored server's log has before the plan it is about: the fold and the naive model, each by its own way, say the same. */
import { expect, test } from 'vitest';
import { applyOp, applyParked, listMade } from '#domain/apply-op.ts';
import type { Op } from '#domain/op.ts';
import { RowDraft } from '#domain/rows.ts';
import { created, idOf, makeOp } from '#tests/support/ops.ts';
import { newEdit } from '#tests/support/plan-edits.ts';
import { emptyNaiveGroup, foldNaively } from './naive-model.ts';

const planId = idOf('roteiro');
const edit = () => makeOp('ana', 'plan.edited', { planId, update: newEdit(), seen: 0 });
const name = (version: string, called: string) =>
  makeOp('ana', 'plan.version-named', { planId, versionId: idOf(version), name: called });

/** As a server folds: what waits takes effect with what it waits for. */
function fold(ops: readonly Op[]) {
  const rows = new RowDraft();
  let parked: Op[] = [];
  for (const [i, op] of ops.entries()) {
    const applied = applyOp(rows, op, i + 1);
    if (applied.outcome === 'unknown') throw new Error(`${op.type} is unknown`);
    rows.apply(applied.changes);
    if (applied.outcome === 'waiting') parked.push(op);
    if (!listMade(applied.changes, i + 1).includes(planId)) continue;
    for (const late of parked) rows.apply(applyParked(rows, late, i + 1));
    parked = [];
  }
  return { rows, parked };
}

test('a version named before its plan is there again is of the text where it was named, and does not wait', () => {
  const early = [created('ana'), edit(), name('v1', 'combinado'), edit(), name('v2', 'final')];
  const ops = [...early, name('v1', 'o combinado'), makeOp('ana', 'plan.created', makePlan())];
  const naive = emptyNaiveGroup(idOf('group'));
  for (const op of ops) foldNaively(naive, op);
  const { rows, parked } = fold(ops);

  // Two texts, though there is no plan yet: of one edit, and of two.
  const first = { version: 3, rowVersion: 6, name: 'o combinado' };
  const second = { version: 5, rowVersion: 5, name: 'final' };
  expect(rows.get('planVersions', idOf('v1'))).toMatchObject(first);
  expect(rows.get('planVersions', idOf('v2'))).toMatchObject(second);
  expect([...naive.plans.versions.values()]).toMatchObject([first, second]);

  // What changes the plan's row waits for it.
  const plan = { version: 7, rowVersion: 7, textVersion: 7, edits: 2 };
  expect(rows.get('plans', planId)).toMatchObject(plan);
  expect(naive.plans.plans.get(planId)).toMatchObject(plan);
  expect([parked, naive.parked]).toEqual([[], []]);
});

test('a version whose plan never comes back stands all the same, and nothing waits for good', () => {
  const ops = [created('ana'), name('v1', 'combinado')];
  const naive = emptyNaiveGroup(idOf('group'));
  for (const op of ops) foldNaively(naive, op);
  const { rows, parked } = fold(ops);
  expect(rows.get('planVersions', idOf('v1'))).toMatchObject({ version: 2 });
  expect(naive.plans.versions.get(idOf('v1'))).toMatchObject({ version: 2 });
  expect([parked, naive.parked, naive.early]).toEqual([[], [], [{ version: 2, what: expect.any(String) }]]);
});

const makePlan = () => ({ planId, title: 'Roteiro', position: 'a1' });
