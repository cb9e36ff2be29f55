/**
 * An invite is `/entrar#<groupId>.<secret>.<name, URI-encoded>`. All of it stands in the fragment, which browsers
 * never send: no server, proxy or log sees the secret.
 */
import { isId } from '#domain/ids.ts';

export interface Invite {
  readonly groupId: string;
  readonly secret: string;
  /** What the sender's device called the group; null when the link does not say. */
  readonly groupName: string | null;
}

/** `hash` as `location.hash` gives it. Undefined when anything is missing or cut. */
export function parseInvite(hash: string): Invite | undefined {
  const [groupId, secret, encodedName = ''] = hash.replace(/^#/, '').split('.', 3);
  if (!isId(groupId) || secret === undefined || !/^[A-Za-z0-9_-]{22,64}$/.test(secret)) return undefined;
  // The name may hold dots itself; everything after the second one is the name.
  const name = hash.slice(hash.indexOf(secret) + secret.length + 1) || encodedName;
  return { groupId, secret, groupName: decodeName(name) };
}

function decodeName(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded).trim() || null;
  } catch {
    // A messenger cut the link inside an escape: the name is only for show.
    return null;
  }
}
