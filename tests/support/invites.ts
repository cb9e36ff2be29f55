/** Links made and used by hand, on the wire. */
import { randomBytes } from 'node:crypto';
import { inviteIdOf } from '#domain/groups/invites.ts';
import type { JsonObject } from '#domain/json.ts';
import { inviteHash } from '#protocol/canonical.ts';
import type { PushReply } from '#protocol/push.ts';
import type { RawDevice } from './raw-device.ts';

export interface Link {
  readonly groupId: string;
  readonly secret: string;
  readonly inviteId: string;
}

const NEW_LINK = { role: 'member', needsApproval: false };

/** What the server said of one op: a version, a refusal, or what has it wait. */
export async function verdictOf(push: Promise<PushReply>): Promise<unknown> {
  const reply = await push.catch((error: Error) => JSON.parse(error.message.replace(/^push: /, '')));
  return reply.verdicts[0] ?? reply.stop;
}

export function linkOf(groupId: string, secret = randomBytes(16).toString('base64url')): Link {
  return { groupId, secret, inviteId: inviteIdOf(inviteHash(secret)) };
}

export async function makeLink(maker: RawDevice, groupId: string, terms: JsonObject = {}): Promise<Link> {
  const link = linkOf(groupId);
  const body = { ...NEW_LINK, hash: inviteHash(link.secret), ...terms };
  await maker.push(groupId, [maker.newOp('invite.created', body)]);
  return link;
}

/** Comes in as this build does: the join names its link. */
export function joinBy(
  device: RawDevice,
  { groupId, secret, inviteId }: Link,
  name = 'Bia',
): Promise<unknown> {
  const op = device.newOp('member.joined', { name, inviteId });
  return verdictOf(device.push(groupId, [op], { [op.opId]: secret }));
}

export async function previewOf(origin: string, asked: object): Promise<unknown> {
  const response = await fetch(`${origin}/api/invite/preview`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
  return { status: response.status, ...((await response.json()) as object) };
}
