import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOp } from '#domain/apply-op.ts';
import { recurrenceExpenseId } from '#domain/expenses/derive-id.ts';
import { FOLD_VERSION } from '#domain/fold-version.ts';
import { inviteIdOf } from '#domain/groups/invites.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import { listOpTypes } from '#domain/op-types.ts';
import { type GroupRow, type MemberRow, type MessageRow, type PagedRow, RowDraft } from '#domain/rows.ts';
import {
  about,
  added,
  created,
  deleted,
  edited,
  idOf,
  invited,
  joined,
  left,
  makeOp,
  photographed,
  reacted,
  revoked,
  sent,
  unreacted,
} from '#tests/support/ops.ts';
import { digestRange, digestState } from './row-digest.ts';

/**
 * What this fold makes of a log that has every op type in it. When this fails, the fold changed: either undo it, or
 * raise FOLD_VERSION and put the new line here. A line of a fold that is out there is never changed.
 */
const GOLDEN: Readonly<Record<number, { types: number; state: string; messages: string }>> = {
  1: {
    types: 10,
    state: 'peSlyjj_K5OSwshMr2ovb6hUIDfrbpbLhjNYhvHXHaI',
    messages: 'bK-4oQY1Z4z_VZJZ3WziMCNjWpGxikPIEIJsiluTALM',
  },
  2: {
    types: 26,
    state: 'pPEcGAXQF9L0AeJon9ODgZZ6TNmDzD_zp_3Kp--FQjE',
    messages: 'Mbq8_FHbociuXLAFPJUS5bHKwiUwXgOdO2gmyaz-y9Y',
  },
  3: {
    types: 40,
    state: 't-ZTxFk6zaWXSHJ66ZCSvDm8IFdzFUsFV-iI_PDZM9k',
    messages: 'Yc2UArr592O73iW1cJDjRmr9UNm2_s0ILb3a1jkdQUU',
  },
  4: {
    types: 53,
    state: 's-y4oS7tAIh1L6G3gTCcdJAvM9R7QzR2xeFjkDqkMtA',
    messages: '_tJRkFx8NlZltiohuLWP1M2M2qt6ZVoTe9BPDFYTQ8s',
  },
};

/** The builders' ids, salts and times count up with every op made anywhere: here they are set. */
function fixed(ops: readonly Op[]): Op[] {
  return ops.map((op, i) => ({
    ...op,
    opId: idOf(`op ${i}`),
    salt: idOf('salt'),
    at: 1_790_000_000_000 + i,
  }));
}

const MONEY = {
  amountMinor: 1_001,
  payers: [{ memberId: idOf('ana'), amountMinor: 1_001 }],
  split: { mode: 'equal', parts: [{ memberId: idOf('ana') }, { memberId: idOf('bia') }] },
  shares: [
    { memberId: idOf('ana'), amountMinor: 500 },
    { memberId: idOf('bia'), amountMinor: 501 },
  ],
};

function makePlans(): Op[] {
  const planId = idOf('route');
  const on = (commentId: string): JsonObject => ({ planId, commentId: idOf(commentId) });
  return [
    makeOp('ana', 'plan.created', {
      planId,
      title: 'Roteiro 🧭',
      folder: 'Viagens',
      position: 'V',
      icon: '🧭',
    }),
    makeOp('bia', 'plan.renamed', { planId, title: '', icon: null }),
    makeOp('ana', 'plan.moved', { planId, folder: '', position: 'VV' }),
    makeOp('ana', 'plan.edited', { planId, update: 'AAA', seen: 3 }),
    makeOp('bia', 'plan.edited', { planId, update: 'AAE', seen: 0 }),
    makeOp('bia', 'plan.archived', { planId, title: 'Roteiro' }),
    makeOp('ana', 'plan.archived', { planId, title: 'Roteiro' }),
    makeOp('ana', 'plan.restored', { planId, title: 'Roteiro' }),
    makeOp('ana', 'plan.comment-added', {
      ...on('c1'),
      text: 'às 8?',
      anchor: { from: 'AAA', to: 'AAE' },
      quote: 'às 7',
    }),
    makeOp('bia', 'plan.comment-added', {
      ...on('c2'),
      text: 'pode ser',
      replyTo: idOf('c1'),
      mentions: [idOf('ana')],
    }),
    makeOp('bia', 'plan.comment-edited', { ...on('c2'), text: 'pode' }),
    makeOp('bia', 'plan.comment-resolved', on('c1')),
    makeOp('ana', 'plan.comment-resolved', on('c1')),
    makeOp('ana', 'plan.comment-reopened', on('c1')),
    makeOp('ana', 'plan.comment-deleted', on('c1')),
    makeOp('ana', 'plan.comment-edited', { ...on('c1'), text: 'too late' }),
    makeOp('ana', 'plan.version-named', { planId, versionId: idOf('v1'), name: 'Combinado' }),
    makeOp('bia', 'plan.version-named', { planId, versionId: idOf('v1'), name: 'Combinado ontem' }),
    makeOp('bia', 'plan.erased', { commentIds: [idOf('c2'), idOf('not here')] }),
  ];
}

const LOG = fixed([
  created('ana'),
  joined('bia'),
  sent('ana', 'm1', 'olá 👨‍👩‍👧 \u0000'),
  sent('bia', 'm2', 'oi', { replyTo: idOf('m1'), mentions: [idOf('ana')] }),
  edited('ana', 'm1', 'e\u0301'),
  reacted('bia', 'm1'),
  reacted('ana', 'm1', '❤️'),
  reacted('ana', 'm2'),
  unreacted('ana', 'm2'),
  deleted('bia', 'm2'),
  edited('bia', 'm2', 'too late'),
  makeOp('ana', 'group.renamed', { name: 'Serra', picture: '⛰️' }),
  makeOp('bia', 'member.renamed', { name: 'Beatriz' }),
  left('bia'),
  joined('bia'),
  invited('ana', 'H'.repeat(43), { maxUses: 2, needsApproval: true }),
  makeOp('caio', 'member.joined', { name: 'Caio', inviteId: inviteIdOf('H'.repeat(43)) }),
  makeOp('davi', 'member.joined', { name: 'Davi', inviteId: inviteIdOf('H'.repeat(43)) }),
  about('ana', 'member.approved', 'caio'),
  about('ana', 'member.refused', 'davi'),
  added('bia', 'rafa'),
  added('bia', 'lu'),
  about('bia', 'member.name-corrected', 'rafa', { name: 'Rafael' }),
  about('caio', 'member.claimed', 'rafa'),
  about('caio', 'member.claimed', 'lu'),
  about('ana', 'member.unclaimed', 'lu'),
  makeOp('ana', 'member.pix-key-set', { keyType: 'cpf', key: '52998224725' }),
  makeOp('caio', 'member.pix-key-set', { keyType: 'email', key: 'caio@exemplo.com' }),
  makeOp('bia', 'member.pix-key-set', { keyType: 'phone', key: '+5511987654321' }),
  makeOp('bia', 'member.pix-key-set', { keyType: 'cnpj', key: '12ABC34501DE35' }),
  makeOp('bia', 'member.pix-key-removed', {}),
  revoked('ana', inviteIdOf('A'.repeat(43))),
  makeOp('ana', 'member.role-changed', { memberId: idOf('bia'), role: 'guest' }),
  makeOp('ana', 'member.removed', { memberId: idOf('caio') }),
  makeOp('ana', 'member.name-hidden', { memberId: idOf('caio') }),
  makeOp('ana', 'member.readmitted', { memberId: idOf('caio') }),
  makeOp('ana', 'group.owner-transferred', { memberId: idOf('bia') }),
  photographed('bia', 'm3'),
  photographed('bia', 'm4', 'praia'),
  photographed('bia', 'm5'),
  edited('bia', 'm4', 'a praia'),
  deleted('bia', 'm5'),
  makeOp('ana', 'expense.added', {
    expenseId: idOf('pizza'),
    description: 'Pizza 🍕',
    date: '2026-11-20',
    category: 'restaurante',
    note: 'sem borda',
    ...MONEY,
    messageId: idOf('m3'),
    installment: { of: idOf('plan'), index: 1, count: 3 },
  }),
  makeOp('bia', 'expense.edited', { expenseId: idOf('pizza'), description: 'Piza', date: '2026-11-19' }),
  makeOp('ana', 'expense.edited', { expenseId: idOf('pizza'), money: { ...MONEY, amountMinor: 1_001 } }),
  makeOp('bia', 'expense.voided', { expenseId: idOf('pizza') }),
  makeOp('ana', 'expense.restored', { expenseId: idOf('pizza') }),
  makeOp('bia', 'settlement.recorded', {
    settlementId: idOf('paid'),
    fromId: idOf('bia'),
    toId: idOf('ana'),
    amountMinor: 501,
    method: 'pix',
    date: '2026-11-21',
    note: 'Nubank',
  }),
  makeOp('ana', 'settlement.confirmed', { settlementId: idOf('paid') }),
  makeOp('bia', 'settlement.voided', { settlementId: idOf('paid') }),
  makeOp('bia', 'settlement.restored', { settlementId: idOf('paid') }),
  makeOp('bia', 'recurrence.added', {
    recurrenceId: idOf('rent'),
    description: 'Aluguel',
    category: 'casa',
    ...MONEY,
    every: 'month',
    from: '2026-01-31',
  }),
  ...[0, 0, 3].map((index) =>
    makeOp('ana', 'expense.added', {
      expenseId: recurrenceExpenseId(idOf('rent'), index),
      description: 'Aluguel',
      date: '2026-01-31',
      category: 'casa',
      ...MONEY,
      recurrence: { of: idOf('rent'), index },
    }),
  ),
  makeOp('ana', 'recurrence.ended', { recurrenceId: idOf('rent'), after: '2026-06-30' }),
  ...makePlans(),
  makeOp('bia', 'ledger.erased', {
    expenses: [{ expenseId: idOf('pizza'), fields: ['description'] }],
    settlementIds: [idOf('paid')],
    recurrenceIds: [idOf('not here')],
  }),
  makeOp('bia', 'message.erased', { messageIds: [idOf('m2'), idOf('m3'), idOf('op 12'), idOf('not here')] }),
  makeOp('bia', 'member.erased', {}),
  makeOp('bia', 'group.deleted', {}),
]);

function fold(ops: readonly Op[]) {
  const draft = new RowDraft();
  for (const [i, op] of ops.entries()) {
    const applied = applyOp(draft, op, i + 1);
    if (applied.outcome === 'changed') draft.apply(applied.changes);
  }
  const groups: GroupRow[] = [];
  const members: MemberRow[] = [];
  const messages: MessageRow[] = [];
  const ledger: PagedRow[] = [];
  for (const change of draft.changed()) {
    if (change.table === 'groups') groups.push(change.row);
    else if (change.table === 'members') members.push(change.row);
    else if (change.table === 'messages') messages.push(change.row);
    else ledger.push(change.row);
  }
  return { groups, members, messages, ledger };
}

test('the fold of this version makes these rows', () => {
  const { groups, members, messages, ledger } = fold(LOG);
  expect(new Set(LOG.map(({ type, v }) => `${type}@${v}`)).size).toBe(listOpTypes().length);
  expect({
    types: listOpTypes().length,
    state: digestState(groups, members),
    messages: digestRange(messages, ledger),
  }).toEqual(GOLDEN[FOLD_VERSION]);
});

test('it is the hash of the canonical rows, by version', () => {
  const [first, second] = fold(LOG).messages;
  if (!first || !second) throw new Error('two messages');
  const sortKeys = (row: object) =>
    JSON.stringify(row, (_, item) =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
    );
  const expected = createHash('sha256')
    .update(`${sortKeys(first)}\n${sortKeys(second)}\n`)
    .digest('base64url');
  expect(digestRange([second, first], [])).toBe(expected);
});

test('no order of rows and no order of fields changes it', () => {
  const { messages } = fold(LOG);
  const shuffled = fc.shuffledSubarray(messages, { minLength: messages.length });
  fc.assert(
    fc.property(shuffled, (rows) => {
      const reordered = rows.map(
        (row) => Object.fromEntries(Object.entries(row).reverse()) as unknown as MessageRow,
      );
      expect(digestRange(reordered, [])).toBe(digestRange(messages, []));
    }),
  );
});

test('any row gone, doubled or changed in any field changes it', () => {
  const { messages } = fold(LOG);
  const whole = digestRange(messages, []);
  fc.assert(
    fc.property(fc.nat(messages.length - 1), fc.nat(30), fc.jsonValue(), (at, field, value) => {
      const row = messages[at];
      if (!row) throw new Error('a row');
      const fields = Object.keys(row);
      const name = fields[field % fields.length] ?? '';
      const changed = { ...row, [name]: value } as unknown as MessageRow;
      fc.pre(JSON.stringify(changed) !== JSON.stringify(row) && !Object.is(value, -0));
      const others = messages.toSpliced(at, 1);
      expect(digestRange(others, [])).not.toBe(whole);
      expect(digestRange([...messages, row], [])).not.toBe(whole);
      expect(digestRange([...others, changed], [])).not.toBe(whole);
    }),
  );
});
