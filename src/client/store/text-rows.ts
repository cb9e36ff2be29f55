/** How the device keeps plans' texts: the log's edits as they came, and what they were compacted into. */
import type { MemberId } from '#domain/ids.ts';

/** One edit of a plan's text, from the log. Primary key [groupId, planId, version]. */
export interface PlanEdit {
  readonly groupId: string;
  readonly planId: string;
  readonly version: number;
  readonly by: MemberId;
  readonly at: number;
  /** How far of the log its author knew. */
  readonly seen: number;
  /** The Yjs update. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The edits of a plan's text up to a version, compacted. Primary key [groupId, planId]. */
export interface PlanTextRow {
  readonly groupId: string;
  readonly planId: string;
  /** Every edit of the log up to here is in it. */
  readonly reaches: number;
  /** Of what was fetched: every edit after `reaches` up to here is in `planEdits`. 0: nothing was; below: it has to be. */
  readonly heldTo: number;
  /** SHA-256 of `data`, base64url: a text that went bad on the disk is fetched again. */
  readonly digest: string;
  /** `domain/plans/packed-text.ts`. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** What was here of it when the server lost a part of its history. */
  readonly lost?: LostText;
}

/** Base64url: packed texts, and updates. */
export interface LostText {
  readonly states: readonly string[];
  readonly edits: readonly string[];
}

/** What was typed into a plan's text and is not an op yet (sync/typed-edits.ts). */
export interface TypedEdit {
  /** The Yjs client that wrote it, and a count of its own: `3178206 000000000`. */
  readonly id: string;
  readonly groupId: string;
  readonly planId: string;
  /** How far of the log stood in the text. */
  readonly seen: number;
  /** The Yjs update, small enough for an op. */
  readonly data: Uint8Array<ArrayBuffer>;
}
