/** Every op type there is. A feature adds its definitions here and nowhere else. The list only grows. */
import { messageDeleted, messageEdited, messageSent, photosSent } from './chat/message-ops.ts';
import { reactionAdded, reactionRemoved } from './chat/reaction-ops.ts';
import { memberErased, messageErased } from './erasure-ops.ts';
import { ledgerErased } from './expenses/erasure-op.ts';
import { expenseAdded, expenseEdited } from './expenses/expense-ops.ts';
import { recurrenceAdded, recurrenceEnded } from './expenses/recurrence-ops.ts';
import { settlementConfirmed, settlementRecorded } from './expenses/settlement-ops.ts';
import { expenseRestored, expenseVoided, settlementRestored, settlementVoided } from './expenses/void-ops.ts';
import { memberApproved, memberRefused } from './groups/approval-ops.ts';
import { groupCreated, groupDeleted, groupRenamed } from './groups/group-ops.ts';
import { inviteCreated, inviteRevoked } from './groups/invite-ops.ts';
import { memberJoined, memberLeft, memberRenamed } from './groups/member-ops.ts';
import { memberAdded, memberClaimed, memberNameCorrected, memberUnclaimed } from './groups/people-ops.ts';
import { memberNameHidden, memberReadmitted, memberRemoved } from './groups/removal-ops.ts';
import { memberRoleChanged, ownerTransferred } from './groups/role-ops.ts';
import type { OpDefinition } from './op-definition.ts';
import { memberPixKeyRemoved, memberPixKeySet } from './pix/pix-key-ops.ts';
import {
  planCommentAdded,
  planCommentDeleted,
  planCommentEdited,
  planCommentReopened,
  planCommentResolved,
} from './plans/comment-ops.ts';
import { planEdited } from './plans/edit-op.ts';
import { planErased } from './plans/erasure-op.ts';
import { planArchived, planCreated, planMoved, planRenamed, planRestored } from './plans/plan-ops.ts';
import { planVersionNamed } from './plans/version-op.ts';

const DEFINITIONS: readonly OpDefinition<unknown>[] = [
  groupCreated,
  groupRenamed,
  memberJoined,
  memberRenamed,
  memberLeft,
  memberApproved,
  memberRefused,
  memberAdded,
  memberNameCorrected,
  memberClaimed,
  memberUnclaimed,
  inviteCreated,
  inviteRevoked,
  memberRoleChanged,
  ownerTransferred,
  memberRemoved,
  memberReadmitted,
  memberNameHidden,
  groupDeleted,
  memberPixKeySet,
  memberPixKeyRemoved,
  messageSent,
  photosSent,
  messageEdited,
  messageDeleted,
  reactionAdded,
  reactionRemoved,
  expenseAdded,
  expenseEdited,
  expenseVoided,
  expenseRestored,
  settlementRecorded,
  settlementConfirmed,
  settlementVoided,
  settlementRestored,
  recurrenceAdded,
  recurrenceEnded,
  messageErased,
  memberErased,
  ledgerErased,
  planCreated,
  planRenamed,
  planMoved,
  planArchived,
  planRestored,
  planEdited,
  planCommentAdded,
  planCommentEdited,
  planCommentResolved,
  planCommentReopened,
  planCommentDeleted,
  planVersionNamed,
  planErased,
];

const definitionsByName: ReadonlyMap<string, OpDefinition<unknown>> = new Map(
  DEFINITIONS.map((definition) => [nameOf(definition), definition]),
);

let isOfThisBuild: (name: string) => boolean = () => true;

/** Makes this build an older one, which lacks types: the simulation runs devices and servers of several days at once. */
export function limitOpTypes(isKnown: (name: string) => boolean): void {
  isOfThisBuild = isKnown;
}

/** The definition of this type at this schema version; undefined when a newer app made it. */
export function getDefinition(op: {
  readonly type: string;
  readonly v: number;
}): OpDefinition<unknown> | undefined {
  const name = nameOf(op);
  return isOfThisBuild(name) ? definitionsByName.get(name) : undefined;
}

/** Membership is not asked of it, because it makes it. */
export function makesMembership(op: { readonly type: string; readonly v: number }): boolean {
  return getDefinition(op)?.permission.roles === 'anyone';
}

/** Its actor is out from then on, or is not waiting to come in any more. */
export function endsOwnMembership(op: { readonly type: string }): boolean {
  return op.type === 'member.left';
}

/** Every definition, in the order a reader wants them. */
export function listDefinitions(): readonly OpDefinition<unknown>[] {
  return DEFINITIONS;
}

/** `type@v` of every known type, sorted: what a fold of this build understands. */
export function listOpTypes(): string[] {
  return [...definitionsByName.keys()].sort();
}

function nameOf(op: { readonly type: string; readonly v: number }): string {
  return `${op.type}@${op.v}`;
}
