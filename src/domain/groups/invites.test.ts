import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOp, judgeOp } from '#domain/apply-op.ts';
import { isId } from '#domain/ids.ts';
import type { Op } from '#domain/op.ts';
import { type GroupRow, type MemberRow, RowDraft } from '#domain/rows.ts';
import {
  about,
  added,
  created,
  GROUP_ID,
  idOf,
  invited,
  joined,
  makeOp,
  revoked,
} from '#tests/support/ops.ts';
import { inviteIdOf, inviteStateOf, LIVE_INVITES_MAX, listInvites, withInvite } from './invites.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
const joinedBy = (actor: string, link: string): Op =>
  makeOp(actor, 'member.joined', { name: actor, inviteId: inviteIdOf(hashOf(link)) });

function fold(ops: readonly Op[]): RowDraft {
  const draft = new RowDraft();
  for (const [i, op] of ops.entries()) {
    const applied = applyOp(draft, op, i + 1);
    if (applied.outcome === 'changed') draft.apply(applied.changes);
  }
  return draft;
}

function groupOf(draft: RowDraft): GroupRow {
  const group = draft.get('groups', GROUP_ID);
  if (!group) throw new Error('no group');
  return group;
}

const linkOf = (draft: RowDraft, link: string) => groupOf(draft).invites?.[inviteIdOf(hashOf(link))];
const memberOf = (draft: RowDraft, name: string): MemberRow | undefined => draft.get('members', idOf(name));

test("a link's id is half of its secret's hash, and an id like any other", () => {
  fc.assert(
    fc.property(fc.string(), (secret) => {
      const id = inviteIdOf(hashOf(secret));
      expect(isId(id)).toBe(true);
      expect(id).toBe(createHash('sha256').update(secret).digest().subarray(0, 16).toString('base64url'));
    }),
  );
});

test('a join takes the role of its link and is counted; one that names none comes by the first', () => {
  const draft = fold([
    created('ana'),
    invited('ana', hashOf('x'), { role: 'guest', maxUses: 2 }),
    joinedBy('bia', 'x'),
    joined('caio'),
  ]);
  expect(memberOf(draft, 'bia')).toMatchObject({ role: 'guest', status: 'active' });
  expect(memberOf(draft, 'caio')).toMatchObject({ role: 'member', status: 'active' });
  expect(memberOf(draft, 'caio')).not.toHaveProperty('cameBy');
  expect(linkOf(draft, 'x')).toMatchObject({ uses: 1 });
});

test('asking, being let in and being turned away; an answer comes once', () => {
  const asks = [created('ana'), invited('ana', hashOf('x'), { needsApproval: true }), joinedBy('bia', 'x')];
  const asked = fold(asks);
  expect(memberOf(asked, 'bia')?.status).toBe('waiting');
  expect(judgeOp(asked, about('bia', 'member.approved', 'bia'), 4)).toBe('not-a-member');
  const [approve, refuse] = [about('ana', 'member.approved', 'bia'), about('ana', 'member.refused', 'bia')];
  const letIn = fold([...asks, approve]);
  expect(memberOf(letIn, 'bia')?.status).toBe('active');
  expect(judgeOp(letIn, refuse, 5)).toBe('already-exists');
  expect(memberOf(fold([...asks, approve, refuse]), 'bia')?.status).toBe('active');
  expect(memberOf(fold([...asks, refuse, approve]), 'bia')?.status).toBe('refused');
});

test('what a link is: the switch before the clock, the clock before the count', () => {
  const maker = { status: 'active', role: 'admin' } as const;
  const link = {
    hash: hashOf('x'),
    role: 'member',
    createdBy: idOf('ana'),
    createdAt: 0,
    expiresAt: 100,
    maxUses: 1,
    uses: 0,
    needsApproval: false,
    revokedBy: null,
    isFirst: false,
  } as const;
  expect(inviteStateOf(link, 99, maker)).toBe('open');
  expect(inviteStateOf(link, 100, maker)).toBe('expired');
  expect(inviteStateOf({ ...link, uses: 1 }, 99, maker)).toBe('used-up');
  expect(inviteStateOf({ ...link, uses: 1 }, 100, maker)).toBe('expired');
  expect(inviteStateOf({ ...link, revokedBy: idOf('ana') }, 100, maker)).toBe('revoked');
  expect(inviteStateOf(link, 99, { status: 'active', role: 'guest' })).toBe('revoked');
  expect(inviteStateOf(link, 99, { status: 'left', role: 'owner' })).toBe('revoked');
  // The first one is the group's, not a person's.
  expect(inviteStateOf({ ...link, isFirst: true }, 99, { status: 'left', role: 'owner' })).toBe('open');
});

test('removal revokes the links the person knew, and no other; a name without the app knows none', () => {
  const ops = [
    created('ana'),
    invited('ana', hashOf('x')),
    invited('ana', hashOf('y')),
    joinedBy('bia', 'x'),
    invited('bia', hashOf('of bia')),
    added('ana', 'rafa'),
  ];
  const stateOf = (draft: RowDraft) =>
    listInvites(groupOf(draft)).map(({ revokedBy, isFirst }) => [isFirst, revokedBy !== null]);
  expect(stateOf(fold([...ops, about('ana', 'member.removed', 'rafa')]))).toEqual([
    [true, false],
    [false, false],
    [false, false],
    [false, false],
  ]);
  expect(stateOf(fold([...ops, about('ana', 'member.removed', 'bia')]))).toEqual([
    [true, false],
    [false, true],
    [false, false],
    [false, true],
  ]);
  const byFirst = fold([created('ana'), joined('caio'), about('ana', 'member.removed', 'caio')]);
  expect(stateOf(byFirst)).toEqual([[true, true]]);
});

test('a group has at most twenty live links; of revoked ones the oldest are forgotten, never the first', () => {
  const first = inviteIdOf('A'.repeat(43));
  const full = [created('ana')];
  for (let i = 1; i < LIVE_INVITES_MAX; i++) full.push(invited('ana', hashOf(`${i}`)));
  expect(judgeOp(fold(full), invited('ana', hashOf('more')), 99)).toBe('invalid');
  const turnover = [created('ana'), revoked('ana', first)];
  for (let i = 0; i < 100; i++) {
    turnover.push(invited('ana', hashOf(`${i}`)), revoked('ana', inviteIdOf(hashOf(`${i}`))));
  }
  const known = listInvites(groupOf(fold(turnover)));
  expect(known.length).toBeLessThanOrEqual(41);
  expect(known.find(({ isFirst }) => isFirst)?.revokedBy).toBe(idOf('ana'));
  expect(known.at(-1)?.hash).toBe(hashOf('99'));
});

test('which ones are forgotten does not hang on the order in which a store gives the fields of a row', () => {
  const ops = [created('ana')];
  for (let i = 0; i < 45; i++) {
    ops.push(invited('ana', hashOf(`${i}`)), revoked('ana', inviteIdOf(hashOf(`${i}`))));
  }
  const group = groupOf(fold(ops));
  const fields = Object.entries(group.invites ?? {});
  const [id = '', invite] = fields[0] ?? [];
  if (!invite) throw new Error('no link');
  const sorted = (row: GroupRow) => listInvites(row).map(({ inviteId }) => inviteId);
  const turned = { ...group, invites: Object.fromEntries(fields.toReversed()) };
  expect(sorted(withInvite(turned, id, invite, 200))).toEqual(sorted(withInvite(group, id, invite, 200)));
});
