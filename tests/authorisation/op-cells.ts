/**
 * What each op type may do in whose hands, drawn from the permissions table alone: the shape of a type's row there says
 * which variants it has (whom it is done to, whose the thing is, which role it gives). How a body is made is all a type
 * adds here, and a type without that fails the types and the test.
 *
 * The rules' own code (`check`) is not asked: it is what is tested.
 */
import type { JsonObject } from '#domain/json.ts';
import { PERMISSIONS, type Permission, type PermittedOpType } from '#domain/permissions.ts';
import type { Role } from '#domain/rows.ts';
import { inviteHash } from '#protocol/canonical.ts';
import { newEdit } from '#tests/support/plan-edits.ts';
import { newId } from '#tests/support/raw-device.ts';
import { type Asker, type Expected, roleOf } from './askers.ts';
import type { GroupOfAll } from './group-of-all.ts';
import { expenseBody, recurrenceBody, settlementBody } from './ledger-bodies.ts';

export interface Variant {
  /** To a member of this role, or to oneself. */
  readonly on?: Role | 'self';
  readonly gives?: Role;
  /** What it is about is the asker's own, or somebody else's. */
  readonly own?: boolean;
  /** Of a group that nobody has made yet. */
  readonly isNew?: true;
}

type Status = 'active' | 'left' | 'removed';

interface OpCells {
  body(group: GroupOfAll, asker: Asker, variant: Variant): JsonObject;
  /** In which state somebody it is done to must be; by default in the group. */
  readonly target?: Status;
  /** The link whose secret travels beside it. */
  readonly proof?: true;
  /** Answers that the table does not give: of the life of a group. */
  readonly besides?: Partial<Record<Asker, Expected>>;
}

const NAME = { name: 'Nome' };
const subject = (group: GroupOfAll, asker: Asker, { on }: Variant, status: Status): JsonObject => ({
  memberId: group.subject(asker, on ?? 'member', status),
});
const onMember = (target: Status = 'active'): OpCells => ({
  target,
  body: (group, asker, variant) => subject(group, asker, variant, target),
});
const messageOf = (group: GroupOfAll, asker: Asker, { own }: Variant): JsonObject => ({
  messageId: group.messageOf(own ? asker : 'somebody'),
});
const commentOf = (group: GroupOfAll, asker: Asker, { own }: Variant): JsonObject => ({
  planId: group.plan,
  commentId: group.commentOf(own ? asker : 'somebody'),
});
const reaction: OpCells = {
  body: (group) => ({ messageId: group.messageOf('somebody'), emoji: '👍' }),
};

export const OP_CELLS: Readonly<Record<PermittedOpType, OpCells>> = {
  'group.created': {
    body: () => ({ name: 'Outro', picture: '🧪', memberName: 'Nome', inviteHash: inviteHash('outro') }),
    // Of this id there is one already, whoever asks.
    besides: everybody('rejected already-exists'),
  },
  'group.renamed': { body: () => NAME },
  'group.owner-transferred': onMember(),
  'group.deleted': { body: () => ({}) },
  'member.joined': {
    body: (group) => ({ name: 'Nome', inviteId: group.link.inviteId }),
    proof: true,
    besides: {
      owner: 'rejected already-exists',
      admin: 'rejected already-exists',
      member: 'rejected already-exists',
      guest: 'rejected already-exists',
      waiting: 'rejected already-exists',
      removed: 'rejected shut-out',
    },
  },
  'member.renamed': { body: () => NAME },
  'member.left': { body: () => ({}), besides: { owner: 'rejected last-owner' } },
  'member.role-changed': {
    body: (group, asker, variant) => ({
      ...subject(group, asker, variant, 'active'),
      role: variant.gives ?? 'member',
    }),
  },
  'member.removed': onMember(),
  'member.readmitted': onMember('removed'),
  'member.name-hidden': onMember('left'),
  'member.approved': { body: (group) => ({ memberId: group.waiting }) },
  'member.refused': { body: (group) => ({ memberId: group.waiting }) },
  'member.pix-key-set': { body: () => ({ keyType: 'cpf', key: '52998224725' }) },
  'member.pix-key-removed': { body: () => ({}) },
  'member.added': { body: () => ({ memberId: newId(), ...NAME }) },
  'member.name-corrected': { body: (group) => ({ memberId: group.named, ...NAME }) },
  'member.claimed': { body: (group) => ({ memberId: group.named }) },
  'member.unclaimed': {
    body: (group, asker, { own }) => ({ memberId: group.claimedBy(own ? asker : 'somebody') }),
  },
  'invite.created': {
    body: (_group, _asker, { gives = 'member' }) => ({
      hash: inviteHash(newId()),
      role: gives,
      needsApproval: false,
    }),
  },
  'invite.revoked': {
    body: (group, asker, { own }) => ({ inviteId: group.inviteOf(own ? asker : 'somebody') }),
  },
  'expense.added': { body: (group) => expenseBody(group, newId()) },
  'expense.edited': { body: (group) => ({ expenseId: group.expense, category: 'lazer' }) },
  'expense.voided': { body: (group) => ({ expenseId: group.expense }) },
  'expense.restored': { body: (group) => ({ expenseId: group.expense }) },
  'settlement.recorded': { body: (group) => settlementBody(group, newId()) },
  // To somebody without the app, for whom anybody may say it; a creditor's own word has its test with the op.
  'settlement.confirmed': { body: (group) => ({ settlementId: group.settlement }) },
  'settlement.voided': { body: (group) => ({ settlementId: group.settlement }) },
  'settlement.restored': { body: (group) => ({ settlementId: group.settlement }) },
  'recurrence.added': { body: (group) => recurrenceBody(group, newId()) },
  'recurrence.ended': { body: (group) => ({ recurrenceId: group.recurrence, after: '2026-12-31' }) },
  'plan.created': { body: () => ({ planId: newId(), title: 'Roteiro', position: 'V' }) },
  'plan.renamed': { body: (group) => ({ planId: group.plan, title: 'Churrasco' }) },
  'plan.moved': { body: (group) => ({ planId: group.plan, folder: 'Viagens', position: 'W' }) },
  'plan.archived': { body: (group) => ({ planId: group.plan, title: 'Roteiro' }) },
  'plan.restored': { body: (group) => ({ planId: group.plan, title: 'Roteiro' }) },
  'plan.edited': { body: (group) => ({ planId: group.plan, update: newEdit(), seen: 0 }) },
  'plan.comment-added': {
    body: (group) => ({ planId: group.plan, commentId: newId(), text: 'Levar protetor?' }),
  },
  'plan.comment-edited': {
    body: (group, asker, variant) => ({ ...commentOf(group, asker, variant), text: 'Levar dois?' }),
  },
  'plan.comment-resolved': { body: (group, asker) => commentOf(group, asker, {}) },
  'plan.comment-reopened': { body: (group, asker) => commentOf(group, asker, {}) },
  'plan.comment-deleted': { body: commentOf },
  'plan.version-named': { body: (group) => ({ planId: group.plan, versionId: newId(), name: 'Combinado' }) },
  'message.sent': { body: () => ({ messageId: newId(), text: 'oi' }) },
  'message.edited': {
    body: (group, asker, variant) => ({ ...messageOf(group, asker, variant), text: 'tchau' }),
  },
  'message.deleted': { body: messageOf },
  'reaction.added': reaction,
  'reaction.removed': reaction,
  'message.erased': { body: (group) => ({ messageIds: [group.messageOf('somebody')] }) },
  'member.erased': { body: () => ({}) },
  'plan.erased': { body: (group) => ({ commentIds: [group.commentOf('somebody')] }) },
  'ledger.erased': { body: () => ({ expenses: [], settlementIds: [], recurrenceIds: [] }) },
};

const OTHERS: readonly Role[] = ['admin', 'member', 'guest'];

/** The cells of one type in one asker's hands. */
export function listVariants(type: PermittedOpType, asker: Asker): Variant[] {
  const permission: Permission = PERMISSIONS[type];
  const role = roleOf(asker);
  const targets = permission.on ? listTargets(type, asker) : [undefined];
  const given = permission.gives ? OTHERS : [undefined];
  // Who is no member has nothing of their own there; a guest makes no links.
  if (type === 'group.created') return [{}, { isNew: true }];
  const hasOwn = role !== undefined && permission.roles !== 'anyone' && permission.roles.includes(role);
  const owns = permission.ownOnly ? (hasOwn ? [true, false] : [false]) : [undefined];
  return targets.flatMap((on) =>
    given.flatMap((gives) =>
      owns.map((own) => ({
        ...(on !== undefined && { on }),
        ...(gives !== undefined && { gives }),
        ...(own !== undefined && { own }),
      })),
    ),
  );
}

/** An owner is always in the group: of other states there is none. */
function listTargets(type: PermittedOpType, asker: Asker): (Role | 'self')[] {
  const { target = 'active' } = OP_CELLS[type];
  const withOwner = target === 'active' && asker !== 'owner' ? (['owner'] as const) : [];
  return [...withOwner, ...OTHERS, ...(roleOf(asker) ? (['self'] as const) : [])];
}

export function expectOp(type: PermittedOpType, asker: Asker, { on, gives, own, isNew }: Variant): Expected {
  if (asker === 'signed-out') return '401';
  if (isNew) return 'committed';
  const besides = OP_CELLS[type].besides?.[asker];
  if (besides) return besides;
  const permission: Permission = PERMISSIONS[type];
  if (permission.roles === 'anyone') return 'committed';
  if (asker === 'waiting') return permission.whileWaiting ? 'committed' : 'wait approval';
  const role = roleOf(asker);
  if (!role) return 'rejected not-a-member';
  const isAllowed =
    permission.roles.includes(role) &&
    (on === undefined ||
      (on === 'self' ? permission.self === true : (permission.on?.[role]?.includes(on) ?? false))) &&
    (gives === undefined || (permission.gives?.[role]?.includes(gives) ?? false)) &&
    (own !== false || permission.ownOnly === undefined || permission.ownOnly.includes(role));
  if (isAllowed) return 'committed';
  // Of oneself there is no other state than being in it.
  const needsOtherState = on === 'self' && (OP_CELLS[type].target ?? 'active') === 'removed';
  return needsOtherState && permission.roles.includes(role)
    ? 'rejected unknown-target'
    : 'rejected not-allowed';
}

/** What is forged, and what the server says to it whoever asks, but for who is at no door. */
export const FORGERIES = {
  /** Somebody else's name under it. */
  actor: () => 'wait auth',
  /** Another device's lane. */
  device: () => 'wait auth',
  /** An id that is in the log already, with other content. */
  'op id': () => 'rejected op-id-reused',
  /** A group nobody of them is in. */
  group: (type: PermittedOpType) =>
    type === 'group.created'
      ? 'rejected already-exists'
      : type === 'member.joined'
        ? 'rejected bad-invite'
        : 'rejected not-a-member',
} as const satisfies Record<string, (type: PermittedOpType) => Expected>;
export type Forgery = keyof typeof FORGERIES;

export function expectForged(forgery: Forgery, type: PermittedOpType, asker: Asker): Expected {
  return asker === 'signed-out' ? '401' : FORGERIES[forgery](type);
}

function everybody(expected: Expected): Partial<Record<Asker, Expected>> {
  const askers: Asker[] = [
    'owner',
    'admin',
    'member',
    'guest',
    'ex-member',
    'removed',
    'waiting',
    'neighbour',
    'anonymous',
  ];
  return Object.fromEntries(askers.map((asker) => [asker, expected]));
}
