/** Builders: ops of one small group, with ids one can read in a failure. */
import { base64url } from '#domain/ids.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';

/** An id that begins with `name`, the same for the same name: `idOf('ana')`. At most 16 ASCII characters. */
export function idOf(name: string): string {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 16; i++) bytes[i] = i < name.length ? name.charCodeAt(i) & 0xff : 0;
  return base64url(bytes);
}

export const GROUP_ID = idOf('group');

let counter = 0;

/** One op of `actor` in `GROUP_ID`; every call a new opId. */
export function makeOp(actor: string, type: string, body: JsonObject, over: Partial<Op> = {}): Op {
  counter += 1;
  return {
    opId: idOf(`op ${counter}`),
    groupId: GROUP_ID,
    actorId: idOf(actor),
    at: 1_790_000_000_000 + counter,
    type,
    v: 1,
    salt: idOf(`salt ${counter}`),
    body,
    ...over,
  };
}

export const created = (actor: string, over: Partial<Op> = {}): Op =>
  makeOp(
    actor,
    'group.created',
    { name: 'Floripa', picture: '🏖️', memberName: actor, inviteHash: 'A'.repeat(43) },
    over,
  );
export const joined = (actor: string): Op => makeOp(actor, 'member.joined', { name: actor });
export const left = (actor: string): Op => makeOp(actor, 'member.left', {});
export const sent = (actor: string, message: string, text = message, more: JsonObject = {}): Op =>
  makeOp(actor, 'message.sent', { messageId: idOf(message), text, ...more });
export const photo = (name: string): JsonObject => ({
  blobId: idOf(name),
  mime: 'image/webp',
  bytes: 200_000,
  width: 1600,
  height: 1200,
});
/** A message of one photo. */
export const photographed = (actor: string, message: string, text = '', more: JsonObject = {}): Op =>
  makeOp(
    actor,
    'message.sent',
    { messageId: idOf(message), text, photos: [photo(`photo of ${message}`)], ...more },
    { v: 2 },
  );
export const edited = (actor: string, message: string, text: string): Op =>
  makeOp(actor, 'message.edited', { messageId: idOf(message), text });
export const deleted = (actor: string, message: string): Op =>
  makeOp(actor, 'message.deleted', { messageId: idOf(message) });
export const reacted = (actor: string, message: string, emoji = '👍'): Op =>
  makeOp(actor, 'reaction.added', { messageId: idOf(message), emoji });
export const unreacted = (actor: string, message: string, emoji = '👍'): Op =>
  makeOp(actor, 'reaction.removed', { messageId: idOf(message), emoji });
export const invited = (actor: string, hash: string, more: JsonObject = {}): Op =>
  makeOp(actor, 'invite.created', { hash, role: 'member', needsApproval: false, ...more });
export const revoked = (actor: string, inviteId: string): Op => makeOp(actor, 'invite.revoked', { inviteId });
export const added = (actor: string, member: string): Op =>
  makeOp(actor, 'member.added', { memberId: idOf(member), name: member });
/** `what`: member.claimed, member.approved …: what is done about one other member. */
export const about = (actor: string, what: string, member: string, more: JsonObject = {}): Op =>
  makeOp(actor, what, { memberId: idOf(member), ...more });
