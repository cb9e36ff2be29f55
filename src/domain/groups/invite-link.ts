/**
 * The invite link: `https://…/entrar#<groupId>.<secret>.<group name>`. All of it that matters stands in the
 * fragment, which a browser never sends to a server.
 */
import { type GroupId, isId } from '../ids.ts';

export interface Invite {
  readonly groupId: GroupId;
  readonly secret: string;
  /** What the group is called, for a device that opens the link offline. null when the link lost it. */
  readonly groupName: string | null;
}

const INVITE_PATH = '/entrar';

const SECRET_PATTERN = /^[A-Za-z0-9_-]{20,86}$/;

/** `origin` without a slash at its end. */
export function formatInviteLink(origin: string, { groupId, secret, groupName }: Invite): string {
  const name = groupName === null ? '' : `.${encodeURIComponent(groupName)}`;
  return `${origin}${INVITE_PATH}#${groupId}.${secret}${name}`;
}

/** With or without the leading "#". null when it is no invite: a piece is missing, or something was cut off. */
export function parseInviteFragment(fragment: string): Invite | null {
  const [groupId, secret, ...name] = fragment.replace(/^#/, '').split('.');
  if (!isId(groupId) || secret === undefined || !SECRET_PATTERN.test(secret)) return null;
  return { groupId, secret, groupName: decodeName(name.join('.')) };
}

function decodeName(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded).trim() || null;
  } catch {
    return null;
  }
}
