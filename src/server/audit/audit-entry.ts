/**
 * One line of the server-wide audit log: who got in where, became what, took what out. Ids and kinds only, no text.
 *
 *   hash(n) = H( canonical([n, at, kind, about, hash(n−1)]) )          hash(0) = ''
 *
 * H is SHA-256 in base64url. A line that is changed, left out or put in breaks every hash after it; whoever can write
 * the database could make a whole new chain, which the anchors outside of it (`audit-anchors.ts`) contradict.
 * Apart from the groups' logs: those are the members' own, this one is the host's.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '#protocol/canonical.ts';

/** What happened outside a group's log. A committed op about a group's people is told under its own type. */
export const AUDIT_KINDS = [
  'server.started',
  /** A device that nobody knew was bound to an account. */
  'device.bound',
  'session.opened',
  /** A known device with another secret. */
  'session.refused',
  'session.ended',
  'account.protected',
  'account.recovered',
  'account.merged',
  'account.deleted',
  'device.approved',
  'device.removed',
  /** A device said by what it signs. */
  'device.key-bound',
  /** A member's phone brought what another's had queued. */
  'bundle.delivered',
  /** Somebody brought what nobody signed. */
  'bundle.refused',
  'consent.given',
  'consent.withdrawn',
  'export.made',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Ids, kinds, roles, versions. Never a name, an address, a text, a token. */
export type AuditAbout = Readonly<Record<string, string | number | undefined>>;

export interface AuditEvent {
  /** One of AUDIT_KINDS, or an op's type. */
  readonly kind: string;
  readonly about: AuditAbout;
}

export interface AuditEntry extends AuditEvent {
  readonly seq: number;
  /** Epoch ms, server clock. */
  readonly at: number;
  readonly hash: string;
}

export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** An id or a hash, a kind, a role. What people write does not fit: no space, no @, no accent. */
const WORD = /^[A-Za-z0-9_.:-]{1,64}$/;

/** Throws TypeError when something other than ids and kinds was given: a bug of the caller's, found by its test. */
export function requireIdsOnly({ kind, about }: AuditEvent): void {
  const words = [kind, ...Object.keys(about), ...Object.values(about)];
  for (const word of words) {
    if (typeof word === 'string' ? !WORD.test(word) : word !== undefined && !Number.isSafeInteger(word)) {
      throw new TypeError('the audit log takes ids and kinds only');
    }
  }
}

export function hashEntry(previous: AuditHead, { kind, about }: AuditEvent, at: number): string {
  const text = canonicalJson([previous.seq + 1, at, kind, plain(about), previous.hash]);
  return createHash('sha256').update(text).digest('base64url');
}

/** `about` as it is stored: canonical, without what is undefined. */
export function writeAbout(about: AuditAbout): string {
  return canonicalJson(plain(about));
}

function plain(about: AuditAbout): Record<string, string | number> {
  const present = Object.entries(about).filter(
    (pair): pair is [string, string | number] => pair[1] !== undefined,
  );
  return Object.fromEntries(present);
}
