/**
 * A definition says all there is to say of one op type: schema, permission, what it reads, what it does.
 * Both sides run it: the server decides with it, every device folds with it.
 */
import type * as v from 'valibot';
import type { Attachment } from './attachments/attachment.ts';
import type { ErasedFields } from './erased-body.ts';
import type { GroupId, MemberId } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Permission } from './permissions.ts';
import type { Notice, RowChange, RowKey, RowView } from './rows.ts';

/** A verdict's reason. Stored for ever, spoken on the wire, explained by `locales/*`. The list only grows. */
export const REJECTION_KINDS = [
  /** Not an active member of the group, as of this version. */
  'not-a-member',
  /** A member, but this is not theirs to do. */
  'not-allowed',
  /** The link's secret is wrong or missing. */
  'bad-invite',
  /** The body breaks the rules of its type. */
  'invalid',
  /** The op is larger than an op may be. */
  'too-large',
  /** What it replies to, edits or deletes is not in the log before it. */
  'unknown-target',
  /** An entity of that id is there already. */
  'already-exists',
  /** The same opId came with other content. */
  'op-id-reused',
  /** The server could not apply it, alone, again and again; the culprit of a failed commit. */
  'unprocessable',
  /** The link's time is over, by the server's clock. */
  'invite-expired',
  /** The link was switched off. */
  'invite-revoked',
  /** As many people as the link allows came in by it before. */
  'invite-used-up',
  /** Another member has said before that this person without the app is them. */
  'already-claimed',
  /** The group's owner would leave the others without one: somebody else has to become it first. */
  'last-owner',
  /** Removed from the group: an admin has to let them back in first. */
  'shut-out',
] as const;
export type RejectionKind = (typeof REJECTION_KINDS)[number];

export interface OpContext<Body> {
  readonly groupId: GroupId;
  readonly actorId: MemberId;
  readonly opId: string;
  readonly at: number;
  readonly body: Body;
  /** The version this op takes in the log; for a pending op, one past everything confirmed. */
  readonly version: number;
}

export interface OpDefinition<Body = JsonObject> {
  readonly type: string;
  readonly v: number;
  readonly body: v.GenericSchema<unknown, Body>;
  readonly permission: Permission;
  /** Rows, besides the group's and the actor's, that `check` or `fold` looks at. */
  readonly reads: (body: Body) => readonly RowKey[];
  /**
   * A row without which it is not let in, not even by a server that heals: it makes a row of its own, and what others did to that
   * must not have to wait for two.
   */
  readonly standsOn?: (body: Body) => RowKey | undefined;
  /** `check` looks at all members of the group (`RowView.listMembers`), not only at those `reads` names. */
  readonly readsRoster?: true;
  /** The server's own questions beyond the permission: targets exist, ids are new. Undefined: let it in. */
  readonly check?: (op: OpContext<Body>, rows: RowView) => RejectionKind | undefined;
  /** Photos the body names: they are at the server before the op is (client/sync/blob-sender.ts). */
  readonly attaches?: (body: Body) => readonly Attachment[];
  /** Its photo refused for good, it goes all the same: later ops of its lane stand on what it says besides. */
  readonly goesWithoutPhotos?: true;
  /** The version of this type that has no attachments, where this one must have some. */
  readonly bareV?: number;
  /** Fields of the body that hold the actor's words or name: what an erasure takes out (erased-body.ts). */
  readonly erases?: ErasedFields;
  /** Fields besides that leave the log when it is old, though they are nobody's alone: what they said is kept otherwise. */
  readonly clears?: ErasedFields;
  /** Messages and expenses of which no copy may stay anywhere on a device: set aside, parked, on a page that is on its way. */
  readonly forgets?: (body: Body) => readonly string[];
  /**
   * What the conversation tells of it, from the op alone: said whether or not its target is here, so that who has not loaded the
   * target yet has the same line at the same place.
   */
  readonly line?: (op: OpContext<Body>) => Notice | undefined;
  /** Pure. Rows to write, or `missing-target` when the row it changes is not here (a page not loaded yet). */
  readonly fold: (op: OpContext<Body>, rows: RowView) => readonly RowChange[] | 'missing-target';
}

/** Binds `Body` to its schema while the registry forgets it. */
export function defineOp<Body>(definition: OpDefinition<Body>): OpDefinition<unknown> {
  return definition as unknown as OpDefinition<unknown>;
}
