/** Who may do what to whom, judged and folded over a real small group; the table itself is printed in docs/security.md. */
import { describe, expect, test } from 'vitest';
import { created, idOf, joined, left, makeOp, sent } from '#tests/support/ops.ts';
import { applyOp, judgeOp } from '../apply-op.ts';
import type { Op } from '../op.ts';
import { type Role, RowDraft } from '../rows.ts';
import { actingRole } from './roster.ts';

class Group {
  readonly rows = new RowDraft();
  version = 0;

  judge(op: Op) {
    return judgeOp(this.rows, op, this.version + 1);
  }

  /** As the server does: only what may enter the log is folded. */
  take(op: Op): string | undefined {
    const refusal = this.judge(op);
    if (!refusal) this.fold(op);
    return refusal;
  }

  fold(op: Op): void {
    this.version += 1;
    const applied = applyOp(this.rows, op, this.version);
    if (applied.outcome === 'changed') this.rows.apply(applied.changes);
  }

  roleOf(name: string) {
    return this.rows.get('members', idOf(name))?.role;
  }

  statusOf(name: string) {
    return this.rows.get('members', idOf(name))?.status;
  }
}

const about = (actor: string, type: string, target: string, more = {}): Op =>
  makeOp(actor, type, { memberId: idOf(target), ...more });
const makeRole = (actor: string, target: string, role: string): Op =>
  about(actor, 'member.role-changed', target, { role });

/** owner, two admins, two members, two guests: each has an equal. */
const PEOPLE: readonly [name: string, role: Role][] = [
  ['olga', 'owner'],
  ['alba', 'admin'],
  ['ada', 'admin'],
  ['mila', 'member'],
  ['mara', 'member'],
  ['gil', 'guest'],
  ['gabi', 'guest'],
];

function fullGroup(): Group {
  const group = new Group();
  group.fold(created('olga'));
  for (const [name, role] of PEOPLE.slice(1)) {
    group.fold(joined(name));
    if (role !== 'member' && role !== 'owner') group.fold(makeRole('olga', name, role));
  }
  return group;
}

/** Written out by hand, not derived from the table it checks: who may put out or demote whom. */
const ABOVE: Readonly<Record<Role, readonly Role[]>> = {
  owner: ['owner', 'admin', 'member', 'guest'],
  admin: ['member', 'guest'],
  member: [],
  guest: [],
};

describe('acting on others', () => {
  for (const [actor, actorRole] of PEOPLE) {
    for (const [target, targetRole] of PEOPLE) {
      const isAllowed = actor !== target && ABOVE[actorRole].includes(targetRole);
      const expected = isAllowed ? undefined : 'not-allowed';
      test(`${actor} (${actorRole}) → ${target} (${targetRole}): ${isAllowed ? 'may' : 'may not'}`, () => {
        const group = fullGroup();
        expect(group.judge(about(actor, 'member.removed', target))).toBe(expected);
        expect(group.judge(makeRole(actor, target, 'guest'))).toBe(expected);
        const mayMakeAdmin = isAllowed && actorRole === 'owner';
        expect(group.judge(makeRole(actor, target, 'admin'))).toBe(mayMakeAdmin ? undefined : 'not-allowed');
        const mayTransfer = actorRole === 'owner' && actor !== target;
        expect(group.judge(about(actor, 'group.owner-transferred', target))).toBe(
          mayTransfer ? undefined : 'not-allowed',
        );
      });
    }
    test(`${actor} (${actorRole}) may ${actorRole === 'owner' ? '' : 'not '}delete the group`, () => {
      const deletion = makeOp(actor, 'group.deleted', {});
      expect(fullGroup().judge(deletion)).toBe(actorRole === 'owner' ? undefined : 'not-allowed');
    });
  }

  test('nobody is made owner by a change of role', () => {
    expect(fullGroup().judge(makeRole('olga', 'alba', 'owner'))).toBe('invalid');
  });

  test('a guest writes messages and renames themself, and changes nothing of the group', () => {
    const group = fullGroup();
    expect(group.judge(sent('gil', 'oi'))).toBeUndefined();
    expect(group.judge(makeOp('gil', 'member.renamed', { name: 'Gilda' }))).toBeUndefined();
    expect(group.judge(makeOp('gil', 'group.renamed', { name: 'Meu' }))).toBe('not-allowed');
  });
});

describe('the owner', () => {
  test('cannot leave the others without one; after handing over they may, as an admin', () => {
    const group = fullGroup();
    expect(group.judge(left('olga'))).toBe('last-owner');
    expect(group.take(about('olga', 'group.owner-transferred', 'mila'))).toBeUndefined();
    expect([group.roleOf('olga'), group.roleOf('mila')]).toEqual(['admin', 'owner']);
    expect(group.judge(left('mila'))).toBe('last-owner');
    expect(group.take(left('olga'))).toBeUndefined();
  });

  test('who is alone may go', () => {
    const group = new Group();
    group.fold(created('olga'));
    group.fold(joined('bia'));
    group.fold(left('bia'));
    expect(group.judge(left('olga'))).toBeUndefined();
  });

  test('a group whose owner is gone all the same has somebody who stands in: the oldest admin, else member', () => {
    const group = fullGroup();
    // By an app, or a restored history, that did not ask.
    group.fold(left('olga'));
    expect(actingRole(group.rows.listMembers(), idOf('alba'))).toBe('owner');
    expect(actingRole(group.rows.listMembers(), idOf('ada'))).toBe('admin');
    expect(group.judge(makeOp('ada', 'group.deleted', {}))).toBe('not-allowed');
    expect(group.take(about('alba', 'group.owner-transferred', 'mara'))).toBeUndefined();
    expect(group.roleOf('mara')).toBe('owner');
    expect(actingRole(group.rows.listMembers(), idOf('alba'))).toBe('admin');
  });
});

describe('removal', () => {
  test('takes effect with its version: what they push after it is refused, and no link lets them back', () => {
    const group = fullGroup();
    expect(group.take(about('alba', 'member.removed', 'mila'))).toBeUndefined();
    expect(group.statusOf('mila')).toBe('removed');
    expect(group.judge(sent('mila', 'ainda'))).toBe('not-a-member');
    expect(group.judge(joined('mila'))).toBe('shut-out');
    expect(group.judge(about('ada', 'member.removed', 'mila'))).toBe('unknown-target');
  });

  test('can be taken back: then a link lets them in again, as what they come in as', () => {
    const group = fullGroup();
    group.take(about('alba', 'member.removed', 'mila'));
    expect(group.judge(about('mara', 'member.readmitted', 'mila'))).toBe('not-allowed');
    expect(group.take(about('ada', 'member.readmitted', 'mila'))).toBeUndefined();
    expect(group.take(joined('mila'))).toBeUndefined();
    expect(group.statusOf('mila')).toBe('active');
  });

  test('an admin who was demoted before it cannot remove any more', () => {
    const group = fullGroup();
    const removal = about('alba', 'member.removed', 'mila');
    expect(group.judge(removal)).toBeUndefined();
    group.take(makeRole('olga', 'alba', 'member'));
    expect(group.judge(removal)).toBe('not-allowed');
  });

  test('a name is hidden by oneself on the way out, or by an admin afterwards, never under somebody who is in', () => {
    const group = fullGroup();
    expect(group.judge(about('alba', 'member.name-hidden', 'mila'))).toBe('unknown-target');
    expect(group.judge(about('mara', 'member.name-hidden', 'mila'))).toBe('unknown-target');
    expect(group.take(about('mila', 'member.name-hidden', 'mila'))).toBeUndefined();
    expect(group.take(left('mila'))).toBeUndefined();
    expect(group.rows.get('members', idOf('mila'))).toMatchObject({ status: 'left', nameHidden: true });
    group.take(left('gil'));
    expect(group.judge(about('mara', 'member.name-hidden', 'gil'))).toBe('not-allowed');
    expect(group.judge(about('alba', 'member.name-hidden', 'gil'))).toBeUndefined();
  });
});

test('in a deleted group nothing enters the log any more, and its link is dead', () => {
  const group = fullGroup();
  expect(group.take(makeOp('olga', 'group.deleted', {}))).toBeUndefined();
  expect(group.judge(sent('olga', 'oi'))).toBe('not-a-member');
  expect(group.judge(makeOp('olga', 'group.deleted', {}))).toBe('not-a-member');
  expect(group.judge(joined('nina'))).toBe('bad-invite');
});
