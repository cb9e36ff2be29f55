/**
 * Rows: what a fold of the log leaves. Both sides keep the same ones: the server to authorise and to serve
 * snapshots, the device to show. `version` is where the row came into being, `rowVersion` what changed it last.
 */
import type { Attachment } from './attachments/attachment.ts';
import type { ExpenseRow, RecurrenceRow, RecurrenceStep, SettlementRow } from './expenses/ledger-rows.ts';
import type { GroupId, MemberId, MessageId } from './ids.ts';
import type { PixKey } from './pix/pix-key.ts';
import type { PlanCommentRow, PlanRow, PlanVersionRow } from './plans/plan-rows.ts';

/** Rows of the group's accounts: one op makes at most one of them. */
export const LEDGER_TABLES = ['expenses', 'settlements', 'recurrences'] as const;
export type LedgerTable = (typeof LEDGER_TABLES)[number];
/** Rows of the group's plans; the texts are no rows (plans/plan-rows.ts). */
export const PLAN_TABLES = ['plans', 'planComments', 'planVersions'] as const;
export type PlanTable = (typeof PLAN_TABLES)[number];
/** What comes to a device by pages of its own, besides messages. */
export const PAGED_TABLES = [...LEDGER_TABLES, ...PLAN_TABLES] as const;
export type PagedTable = (typeof PAGED_TABLES)[number];
export const TABLES = ['groups', 'members', 'messages', ...PAGED_TABLES] as const;
export type TableName = (typeof TABLES)[number];

export interface RowBase {
  readonly groupId: GroupId;
  readonly id: string;
  readonly version: number;
  readonly rowVersion: number;
}

/** One per group; `id` is the groupId. */
export interface GroupRow extends RowBase {
  readonly name: string;
  /** One emoji, the group's picture. */
  readonly picture: string;
  readonly createdBy: MemberId;
  readonly createdAt: number;
  /** SHA-256 of the first invite link's secret; the secret itself never enters the log. */
  readonly inviteHash: string;
  /** Links made later, and what became of the first one, by inviteId; see `groups/invites.ts`. Absent while there are none. */
  readonly invites?: Readonly<Record<string, GroupInvite>>;
  /** Epoch ms of its deletion: nobody is in it any more. */
  readonly deletedAt?: number;
}

/** A link into the group, as everybody in it knows it: what it allows, never its secret. */
export interface GroupInvite {
  /** SHA-256 of the secret, base64url. */
  readonly hash: string;
  /** What who comes in by it becomes. */
  readonly role: Exclude<Role, 'owner'>;
  readonly createdBy: MemberId;
  readonly createdAt: number;
  /** Epoch ms, by the server's clock; null: it does not end by itself. */
  readonly expiresAt: number | null;
  /** null: as many as like. */
  readonly maxUses: number | null;
  /** Joins that named it. */
  readonly uses: number;
  /** Who comes in by it waits until an admin lets them in. */
  readonly needsApproval: boolean;
  readonly revokedBy: MemberId | null;
}

export const ROLES = ['owner', 'admin', 'member', 'guest'] as const;
export type Role = (typeof ROLES)[number];

/**
 * active: in the group. left: went out. waiting: came by a link that needs an admin's word. refused: was not let in.
 * named: somebody without the app, entered by name alone; no account reads for them. removed: by somebody else, and not let in
 * again until `member.readmitted` makes it `left`.
 */
export const MEMBER_STATUSES = ['active', 'left', 'waiting', 'refused', 'named', 'removed'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

export interface MemberRow extends RowBase {
  readonly name: string;
  readonly role: Role;
  readonly status: MemberStatus;
  readonly joinedAt: number;
  /** The inviteId they came in by, when they named one. */
  readonly cameBy?: string;
  /** Of somebody `named`: the member who said that it is them. What points at this row stays true. */
  readonly claimedBy?: MemberId;
  /** Asked for by them or by an admin: wherever the name would stand, "somebody removed" does. */
  readonly nameHidden?: true;
  /** Where they want to be paid; only they set it, and it goes when they go. */
  readonly pixKey?: MemberPixKey;
  /** How many they have set since they came in: the second one is a change, also when the first one is erased. */
  readonly pixKeysSet?: number;
}

export interface MemberPixKey extends PixKey {
  /** Epoch ms, by the clock of the device that set it. */
  readonly setAt: number;
  /** The version that set it. */
  readonly version: number;
}

/** A line of the conversation: what somebody wrote, or a notice of what happened to the group. */
export interface MessageRow extends RowBase {
  readonly kind: 'text' | 'notice';
  readonly authorId: MemberId;
  readonly at: number;
  /** Empty when deleted, and for notices; may be empty beside photos. */
  readonly text: string;
  /** Absent: none. */
  readonly photos?: readonly Attachment[];
  readonly replyTo: MessageId | null;
  readonly mentions: readonly MemberId[];
  readonly editedAt: number | null;
  readonly deletedBy: MemberId | null;
  /** Emoji → who, in the order they reacted. */
  readonly reactions: Readonly<Record<string, readonly MemberId[]>>;
  readonly notice: Notice | null;
}

export type Notice =
  | { readonly what: 'group-created'; readonly name: string }
  | { readonly what: 'group-renamed'; readonly name: string }
  | { readonly what: 'member-joined'; readonly name: string }
  | { readonly what: 'member-renamed'; readonly from: string; readonly to: string }
  | { readonly what: 'member-left'; readonly name: string }
  /** Came by a link that needs an admin's word. */
  | { readonly what: 'member-asked'; readonly name: string }
  | { readonly what: 'member-approved'; readonly name: string }
  /** By name only, without the app. */
  | { readonly what: 'member-added'; readonly name: string }
  | { readonly what: 'member-claimed'; readonly name: string }
  | { readonly what: 'member-unclaimed'; readonly name: string }
  | MemberNotice<'member-removed'>
  | MemberNotice<'member-readmitted'>
  | MemberNotice<'member-name-hidden'>
  | MemberNotice<'owner-transferred'>
  | (MemberNotice<'role-changed'> & { readonly role: Role })
  | { readonly what: 'pix-key-set'; readonly name: string; readonly changed: boolean }
  | { readonly what: 'pix-key-removed'; readonly name: string }
  | { readonly what: 'group-deleted' }
  | LedgerNotice
  | PlanNotice;

/**
 * What was done to the accounts, as the op alone tells it: what an id names may not be here yet. The row of that id has the
 * rest, and what is true now.
 */
export type LedgerNotice =
  | {
      readonly what: 'expense-added';
      readonly expenseId: string;
      readonly description: string;
      readonly amountMinor: number;
    }
  /** Of edits those that move money. */
  | { readonly what: 'expense-edited'; readonly expenseId: string; readonly amountMinor: number }
  | { readonly what: 'expense-voided' | 'expense-restored'; readonly expenseId: string }
  | {
      readonly what: 'settlement-recorded';
      readonly settlementId: string;
      readonly fromId: MemberId;
      readonly toId: MemberId;
      readonly amountMinor: number;
    }
  | {
      readonly what: 'settlement-confirmed' | 'settlement-voided' | 'settlement-restored';
      readonly settlementId: string;
    }
  | {
      readonly what: 'recurrence-added';
      readonly recurrenceId: string;
      readonly description: string;
      readonly amountMinor: number;
      readonly every: RecurrenceStep;
    }
  | { readonly what: 'recurrence-ended'; readonly recurrenceId: string };

/** What was done to a plan, and what it was called then. */
export type PlanNotice =
  | {
      readonly what: 'plan-created' | 'plan-archived' | 'plan-restored';
      readonly planId: string;
      readonly title: string;
    }
  | { readonly what: 'plan-version-named'; readonly planId: string; readonly name: string };

/** Something done to a member: who it is, and what they were called then. */
interface MemberNotice<W extends string> {
  readonly what: W;
  readonly memberId: MemberId;
  readonly name: string;
}

export interface RowTypes {
  readonly groups: GroupRow;
  readonly members: MemberRow;
  readonly messages: MessageRow;
  readonly expenses: ExpenseRow;
  readonly settlements: SettlementRow;
  readonly recurrences: RecurrenceRow;
  readonly plans: PlanRow;
  readonly planComments: PlanCommentRow;
  readonly planVersions: PlanVersionRow;
}
export type PagedRow = RowTypes[PagedTable];
export type Row = RowTypes[TableName];

export interface RowKey {
  readonly table: TableName;
  readonly id: string;
}

type ChangeOf<N extends TableName> = {
  readonly [T in N]: { readonly table: T; readonly row: RowTypes[T] };
}[N];
export type RowChange = ChangeOf<TableName>;
export type PagedChange = ChangeOf<PagedTable>;

/** Rows of one group, as a fold reads them. */
export interface RowView {
  get<T extends TableName>(table: T, id: string): RowTypes[T] | undefined;
  /** The members that are loaded: all of the group for ops whose definition says `readsRoster`. */
  listMembers(): readonly MemberRow[];
}

/** Rows of one group in memory: loaded first, then changed op by op; `changed()` is what to write back. */
export class RowDraft implements RowView {
  readonly #rows = new Map<string, Row>();
  readonly #loaded = new Map<string, Row>();
  readonly #changes = new Map<string, RowChange>();

  /** Puts a row as it stands in the store. */
  load<T extends TableName>(table: T, row: RowTypes[T]): void {
    this.#rows.set(keyOf(table, row.id), row);
    this.#loaded.set(keyOf(table, row.id), row);
  }

  /** As it was loaded, whatever was done to it since. */
  getLoaded<T extends TableName>(table: T, id: string): RowTypes[T] | undefined {
    return this.#loaded.get(keyOf(table, id)) as RowTypes[T] | undefined;
  }

  get<T extends TableName>(table: T, id: string): RowTypes[T] | undefined {
    return this.#rows.get(keyOf(table, id)) as RowTypes[T] | undefined;
  }

  listMembers(): readonly MemberRow[] {
    const members: MemberRow[] = [];
    for (const [key, row] of this.#rows) if (key.startsWith('members ')) members.push(row as MemberRow);
    return members;
  }

  apply(changes: readonly RowChange[]): void {
    for (const change of changes) {
      const key = keyOf(change.table, change.row.id);
      this.#rows.set(key, change.row);
      this.#changes.set(key, change);
    }
  }

  /** The last state of each row changed since loading, in the order they were first changed. */
  changed(): RowChange[] {
    return [...this.#changes.values()];
  }
}

const keyOf = (table: TableName, id: string): string => `${table} ${id}`;
