import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOp } from '#domain/apply-op.ts';
import { FOLD_VERSION } from '#domain/fold-version.ts';
import { inviteIdOf } from '#domain/groups/invites.ts';
import type { Op } from '#domain/op.ts';
import { listOpTypes } from '#domain/op-types.ts';
import { type GroupRow, type MemberRow, type MessageRow, RowDraft } from '#domain/rows.ts';
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
  reacted,
  revoked,
  sent,
  unreacted,
} from '#tests/support/ops.ts';
import { digestMessages, digestState } from './row-digest.ts';

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
  revoked('ana', inviteIdOf('A'.repeat(43))),
  makeOp('ana', 'member.role-changed', { memberId: idOf('bia'), role: 'guest' }),
  makeOp('ana', 'member.removed', { memberId: idOf('caio') }),
  makeOp('ana', 'member.name-hidden', { memberId: idOf('caio') }),
  makeOp('ana', 'member.readmitted', { memberId: idOf('caio') }),
  makeOp('ana', 'group.owner-transferred', { memberId: idOf('bia') }),
  makeOp('bia', 'message.erased', { messageIds: [idOf('m2'), idOf('op 12'), idOf('not here')] }),
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
  for (const change of draft.changed()) {
    if (change.table === 'groups') groups.push(change.row);
    else if (change.table === 'members') members.push(change.row);
    else messages.push(change.row);
  }
  return { groups, members, messages };
}

test('the fold of this version makes these rows', () => {
  const { groups, members, messages } = fold(LOG);
  expect(new Set(LOG.map(({ type, v }) => `${type}@${v}`)).size).toBe(listOpTypes().length);
  expect({
    types: listOpTypes().length,
    state: digestState(groups, members),
    messages: digestMessages(messages),
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
  expect(digestMessages([second, first])).toBe(expected);
});

test('no order of rows and no order of fields changes it', () => {
  const { messages } = fold(LOG);
  const shuffled = fc.shuffledSubarray(messages, { minLength: messages.length });
  fc.assert(
    fc.property(shuffled, (rows) => {
      const reordered = rows.map(
        (row) => Object.fromEntries(Object.entries(row).reverse()) as unknown as MessageRow,
      );
      expect(digestMessages(reordered)).toBe(digestMessages(messages));
    }),
  );
});

test('any row gone, doubled or changed in any field changes it', () => {
  const { messages } = fold(LOG);
  const whole = digestMessages(messages);
  fc.assert(
    fc.property(fc.nat(messages.length - 1), fc.nat(30), fc.jsonValue(), (at, field, value) => {
      const row = messages[at];
      if (!row) throw new Error('a row');
      const fields = Object.keys(row);
      const name = fields[field % fields.length] ?? '';
      const changed = { ...row, [name]: value } as unknown as MessageRow;
      fc.pre(JSON.stringify(changed) !== JSON.stringify(row) && !Object.is(value, -0));
      const others = messages.toSpliced(at, 1);
      expect(digestMessages(others)).not.toBe(whole);
      expect(digestMessages([...messages, row])).not.toBe(whole);
      expect(digestMessages([...others, changed])).not.toBe(whole);
    }),
  );
});
