/** What the screens of the past read. */
import type { ToldLine } from '#domain/past/rewind.ts';
import type { MessageRow, Notice } from '#domain/rows.ts';
import type { WholeLedger } from './ledger-types.ts';

export interface Timeline {
  /** Of the conversation, newest first. */
  readonly lines: readonly (Pick<MessageRow, 'id' | 'version' | 'at' | 'authorId'> & {
    /** null: what somebody wrote. */
    readonly notice: Notice | null;
    /** The version in which it was deleted; null: it was not. */
    readonly deletedIn: number | null;
  })[];
  /** Ask with it for what is older; null: that was all of this device. */
  readonly below: number | null;
  /** Older ones are still on their way from the server. */
  readonly isArriving: boolean;
}

/** The newest `limit` of those that were there at `version`; or those of `ids` that are here. */
export type PastMessages =
  | { readonly version: number; readonly limit: number }
  | { readonly ids: readonly string[] };

/** What became of a conversation since a version. */
export interface TalkSince {
  /** Lines that came after it. */
  readonly added: number;
  /** Messages that were there and changed, as they are now. */
  readonly changed: readonly MessageRow[];
}

/** What a moment is made of: the accounts of now, and what was told of them. */
export interface PastGround {
  /** null: this device never met a server. */
  readonly epoch: string | null;
  /** The last version this device has. */
  readonly head: number;
  readonly ledger: WholeLedger;
  /** By expense, settlement or recurrence, oldest first. */
  readonly linesById: ReadonlyMap<string, readonly ToldLine[]>;
  /** Lines of before this version are not here. */
  readonly linesFrom: number;
}
