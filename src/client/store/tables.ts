/**
 * Every table on the device, with its keys. Confirmed rows (groups, members, messages) never hold anything
 * unconfirmed; what is pending lives in the outbox alone and is laid over them when read.
 *
 *   confirmed   groups members messages marks parked unknown cursors     moved by the log only
 *               expenses settlements recurrences ledgers plans planComments planVersions planEdits planTexts
 *   aside       messages of a history that the server lost               until the log has them again
 *   owed        typed outbox lanes tray kept                             made by the person, kept until settled
 *   local       meta drafts memberships checks                           this device's own
 *   photos      blobs blobParts                                          owed until sent; copies that may go
 *   search      searchParts                                              made from confirmed rows, and again when missing
 */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { ExpenseRow, RecurrenceRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import type { MemberId } from '#domain/ids.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import type { RejectionKind } from '#domain/op-definition.ts';
import type { PlanCommentRow, PlanRow, PlanVersionRow } from '#domain/plans/plan-rows.ts';
import type { GroupRow, MemberRow, MessageRow } from '#domain/rows.ts';
import type { BlobRefusal, BlobSize } from '#protocol/blobs.ts';
import type { GoneReason, WaitKind } from '#protocol/kinds.ts';
import type { SearchPartRow } from './search-parts.ts';
import type { PlanEdit, PlanTextRow, TypedEdit } from './text-rows.ts';

export interface OutboxEntry {
  /** Primary key: append order on this device, across groups. */
  readonly order: number;
  readonly groupId: string;
  readonly opId: string;
  readonly op: Op;
  /** The lane number, given at first send. null: may still be edited, merged or thrown away. */
  readonly seq: number | null;
  /** null: no verdict yet. A number: committed there; gone once the cursor reaches it. */
  readonly version: number | null;
  /** The invite's secret, for a join. */
  readonly proof: string | null;
  readonly bytes: number;
  /** Photos that are not at the server yet: no number before they are (sync/held-photos.ts). Absent: none. */
  readonly awaits?: readonly string[];
  /**
   * Sent under another id of this device, or copied before its verdict came: whoever is out of the group by now lets the server say
   * whether it has it, before it counts as unsent.
   */
  readonly mayBeLogged?: true;
}

/** A photo on this device. Primary key [groupId, blobId]; its bytes lie in `blobParts`. */
export interface BlobRow {
  readonly groupId: string;
  readonly blobId: string;
  readonly mime: Attachment['mime'];
  /** Of all that is kept of it. */
  readonly bytes: number;
  /** The server lacks it. Absent: a copy. Index. */
  readonly owed?: 1;
  /** Bytes the server has. */
  readonly sent: number;
  /** Why it did not go: the text that shows it went without. */
  readonly refused?: TrayEntry['kind'];
  /** Epoch ms, device clock: made here, or last brought here. */
  readonly seenAt: number;
}

/** Primary key [groupId, blobId, size]. */
export interface BlobPart {
  readonly groupId: string;
  readonly blobId: string;
  readonly size: BlobSize;
  readonly data: Uint8Array<ArrayBuffer>;
}

interface Lane {
  readonly groupId: string;
  /** The number the next first-sent op takes. */
  readonly nextSeq: number;
}

/** What the server refused, or could not be judged any more: the person's text, whole, until they decide. */
export interface TrayEntry {
  readonly opId: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly op: Op;
  readonly kind:
    | RejectionKind
    | BlobRefusal
    | 'photo-missing'
    | 'gone'
    | 'device-changed'
    | 'damaged'
    /** Stood in a draft of a copy, where another one stands now. */
    | 'from-copy';
  /** Epoch ms, device clock: when it came to the tray. */
  readonly since: number;
  /** Of a damaged one, all that was found; `op` is what could be made of it. */
  readonly remains?: unknown;
}

/** A committed op of this device, kept to heal a server that lost it. */
export interface KeptOp {
  readonly opId: string;
  readonly groupId: string;
  readonly op: Op;
  readonly proof: string | null;
  readonly version: number;
  readonly epoch: string;
  /** Server time of the hello after which it was kept; purged 7 days of server time later. */
  readonly keptSince: number;
}

export interface Cursor {
  readonly groupId: string;
  readonly version: number;
  readonly chain: string;
  /** The highest head heard of. */
  readonly head: number;
  /** Messages before this version are not on the device yet; null: all are. */
  readonly olderThan: number | null;
  /**
   * Rows of the ledger made before this version are not on the device yet; null: all are. Absent: of a group that was had by
   * an app without one, and whose log has none.
   */
  readonly ledgerOlderThan?: number | null;
  /** The same of plans, in a group that an app without plans had: its accounts are whole meanwhile. Absent: they come with the ledger. */
  readonly plansOlderThan?: number | null;
  /**
   * Edits of plans' texts up to here did not come by the log: a text is here when its compacted part goes as far (sync/plan-texts.ts).
   * Absent: all came by the log.
   */
  readonly textsSince?: number;
  /** The last version that erased messages: a page read before it may still hold their words. */
  readonly erasedAt?: number;
  /** How often rows were replaced because they differed from the log: what was read of them before is void. */
  readonly repairs?: number;
}

/** A message op whose target is not on the device yet. Primary key [groupId, version]. */
export interface ParkedOp {
  readonly groupId: string;
  readonly version: number;
  /** Index [groupId, targetId]. */
  readonly targetId: string;
  readonly op: Op;
}

/** An op of a type this build does not know. Primary key [groupId, version]. */
interface UnknownOp {
  readonly groupId: string;
  readonly version: number;
  readonly op: Op;
}

export interface MarkRow {
  readonly groupId: string;
  readonly memberId: string;
  readonly delivered: number;
  readonly read: number;
}

/** Balances of a group, as of the rows that are here (sync/tally-ledger.ts). */
export interface LedgerTally {
  readonly groupId: string;
  /** See `domain/expenses/balances.ts`. */
  readonly pairs: Readonly<Record<string, number>>;
}

/** This person in a group: made on the device when they create or join it. */
export interface Membership {
  readonly groupId: string;
  readonly memberId: string;
  /** joining: the join has no verdict yet. gone: left or removed; refused: the join was rejected. */
  readonly state: 'joining' | 'member' | 'gone' | 'refused';
  /** To hand the link on; null when this device came to the group without a link. */
  readonly inviteSecret: string | null;
  /** Secrets of links made on this device, by inviteId: nobody else could hand them on. */
  readonly madeSecrets?: Readonly<Record<string, string>>;
  /** What the link called the group, until the group's own row is here. */
  readonly invitedName: string | null;
  /** Waiting at the server's word, shown: e.g. unknown-group. */
  readonly waiting: WaitKind | null;
  /** Why it is over, once it is. */
  readonly goneReason?: GoneReason;
  /** The person has taken note that it is over: the list of groups does not tell it any more. */
  readonly dismissed?: true;
  /** Members whose messages this device does not show. */
  readonly blocked?: readonly MemberId[];
}

/** How a group's rows compared with the server's. */
export interface Check {
  readonly groupId: string;
  /** Epoch ms, server time: when they were last the same; null: never compared yet. */
  readonly at: number | null;
  /** Older messages are compared in turn, those below this version next; null: the turn begins at the newest. */
  readonly below: number | null;
  /** Differences that were found and repaired. */
  readonly repaired: number;
  /** Epoch ms, server time: since when there is a difference that fetching all anew did not mend. */
  readonly stuckSince: number | null;
}

export interface Draft {
  readonly groupId: string;
  readonly text: string;
  readonly replyTo: string | null;
  readonly editing: string | null;
  /** Attached and not sent; kept on this device. */
  readonly photos?: readonly Attachment[];
  /** What was being written when an edit began; it comes back when the edit ends. */
  readonly setAside?: string;
  /** Forms that were begun and not saved, by name. */
  readonly forms?: Readonly<Record<string, JsonObject>>;
}

/** What stands in one form of a group, as it keeps it for itself; null: it was saved or thrown away. */
export interface FormDraft {
  readonly groupId: string;
  readonly form: string;
  readonly value: JsonObject | null;
}

export interface RecentSearch {
  readonly text: string;
  /** Only in this group; null: everywhere. */
  readonly groupId: string | null;
}

/** Single values by name. Primary key `name`. */
export type MetaRow = {
  [N in keyof MetaValues]: { readonly name: N; readonly value: MetaValues[N] };
}[keyof MetaValues];
export interface MetaValues {
  device: { readonly deviceId: string; readonly deviceSecret: string };
  /** Ids this device had before, newest first: they prove whose it is to a server that does not know the present one. */
  formerDevices: readonly { readonly deviceId: string; readonly deviceSecret: string }[];
  /** By what the device signs. `isKnown`: the server has the public half. See sync/signing-key.ts. */
  signingKey: {
    readonly deviceId: string;
    readonly publicKey: string;
    readonly privateKey: CryptoKey;
    readonly isKnown: boolean;
  };
  profile: { readonly name: string };
  epoch: string;
  /** Server time minus device time, ms, from the last hello. */
  clockOffsetMs: number;
  nextOrder: number;
  /** Of the open session; absent: one must be opened before anything else. */
  account: { readonly accountId: string };
  /** The account of the last session, kept while there is none. */
  person: { readonly accountId: string };
  /** Made with the database and told to a witness outside of it; see sync/canary.ts. */
  canary: { readonly id: string; readonly starts: number; readonly answersFor: string | null };
  /** What the browser did to this device's data, until the person has taken note. `at`: epoch ms, device clock. */
  loss: { readonly kind: 'emptied' | 'rolled-back'; readonly at: number };
  /** What came back from the copies of this device after a loss, until the person has taken note. */
  recovered: {
    /** Epoch ms, device clock: of the copy most of it is of. */
    readonly copiedAt: number;
    readonly queued: number;
    readonly trayed: number;
    readonly drafts: number;
    readonly groups: number;
    /** Parts that no copy had whole. */
    readonly damaged: number;
  };
  /** The canary of the last database that was lost and recovered from its copies; see copies/recover.ts. */
  recoveredFor: string;
  /** The app lock; absent: rows lie in clear. See store/lock-record.ts. */
  lock: {
    readonly id: string;
    readonly state: 'on' | 'ending';
    readonly pin: {
      readonly salt: string;
      readonly iterations: number;
      readonly nonce: string;
      readonly key: string;
    };
    /** The same key under a passkey of this device; absent: the PIN alone opens. See platform/lock-passkey.ts. */
    readonly passkey?: {
      readonly credentialId: string;
      readonly evalSalt: string;
      readonly salt: string;
      readonly nonce: string;
      readonly key: string;
    };
  };
  /** How far the rows have been brought to what the lock says; absent: all of them. */
  resealing: {
    readonly lockId: string;
    readonly table: string | null;
    readonly after: number | string | readonly (number | string)[] | null;
  };
  /** Wrong PINs since the last right one. `until`: epoch ms, device clock. */
  unlockTries: { readonly failed: number; readonly until: number };
  /** What was searched for, newest first: to be asked again by a tap. */
  recentSearches: readonly RecentSearch[];
  /** Another person uses this browser now: nothing here is shown, sent or received. `since`: epoch ms, device clock. */
  asleep: { readonly since: number };
  /** Who talks to the server. `locked`: it also held the lock; `holder` is empty once let go. */
  lease: {
    readonly holder: string;
    readonly fence: number;
    readonly beat: number;
    readonly locked: boolean;
  };
}

export interface DeviceTables {
  readonly meta: MetaRow;
  readonly outbox: OutboxEntry;
  readonly lanes: Lane;
  readonly tray: TrayEntry;
  readonly kept: KeptOp;
  readonly cursors: Cursor;
  readonly groups: GroupRow;
  readonly members: MemberRow;
  readonly messages: MessageRow;
  readonly expenses: ExpenseRow;
  readonly settlements: SettlementRow;
  readonly recurrences: RecurrenceRow;
  readonly ledgers: LedgerTally;
  readonly plans: PlanRow;
  readonly planComments: PlanCommentRow;
  readonly planVersions: PlanVersionRow;
  readonly typed: TypedEdit;
  readonly planEdits: PlanEdit;
  readonly planTexts: PlanTextRow;
  /** Messages of a history the server lost, readable until they are back. */
  readonly aside: MessageRow;
  readonly marks: MarkRow;
  readonly parked: ParkedOp;
  readonly unknown: UnknownOp;
  readonly memberships: Membership;
  readonly drafts: Draft;
  readonly checks: Check;
  readonly blobs: BlobRow;
  readonly blobParts: BlobPart;
  readonly searchParts: SearchPartRow;
}

/** Primary key first, then indexes, in Dexie's notation. Array keys are compound. */
export const DEVICE_SCHEMA: Readonly<Record<keyof DeviceTables, string>> = {
  meta: 'name',
  outbox: 'order, &opId, [groupId+order]',
  lanes: 'groupId',
  tray: 'opId, groupId',
  kept: 'opId, groupId',
  cursors: 'groupId',
  groups: '[groupId+id]',
  members: '[groupId+id]',
  messages: '[groupId+id], &[groupId+version], [groupId+rowVersion]',
  expenses: '[groupId+id], [groupId+version], [groupId+date]',
  settlements: '[groupId+id], [groupId+version], [groupId+date]',
  recurrences: '[groupId+id], [groupId+version]',
  ledgers: 'groupId',
  plans: '[groupId+id], [groupId+version]',
  planComments: '[groupId+id], [groupId+version], [groupId+planId]',
  planVersions: '[groupId+id], [groupId+version], [groupId+planId]',
  typed: 'id',
  planEdits: '[groupId+planId+version]',
  planTexts: '[groupId+planId]',
  aside: '[groupId+id]',
  marks: '[groupId+memberId]',
  parked: '[groupId+version], [groupId+targetId]',
  unknown: '[groupId+version]',
  memberships: 'groupId',
  drafts: 'groupId',
  checks: 'groupId',
  blobs: '[groupId+blobId], owed',
  blobParts: '[groupId+blobId+size]',
  searchParts: '[groupId+part]',
};
