/** What screens read: views made of confirmed rows with this device's outbox laid over them. */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { KnownInvite } from '#domain/groups/invites.ts';
import type { Op } from '#domain/op.ts';
import type { MemberPixKey, MemberStatus, MessageRow, Notice, Role } from '#domain/rows.ts';
import type { GoneReason } from '#protocol/kinds.ts';
import type { DueExpense } from './due-expenses.ts';
import type { ExpenseDetail, ExpenseView, LedgerView, SettlementView, WholeLedger } from './ledger-types.ts';
import type { PastGround, PastMessages, TalkSince, Timeline } from './past-types.ts';
import type { PlanDetail, PlansView } from './plan-types.ts';
import type { Draft, Membership, MetaValues, OutboxEntry, TrayEntry } from './tables.ts';

/** Emits the present value at once (as soon as read), then each later one. Returns what ends it. */
export interface Observed<T> {
  subscribe(next: (value: T) => void, failed?: (error: unknown) => void): () => void;
}

/** A photo of this device's on its way to the server. `share`: 0 to 1. `refused`: it stays here, and what shows it went without. */
export type Sending =
  | { readonly state: 'going'; readonly share: number }
  | { readonly state: 'refused'; readonly why: TrayEntry['kind'] };

/** Of one's own messages only. `refused`: it lies in the tray. */
export type MessageStatus = 'waiting' | 'sent' | 'delivered' | 'read' | 'refused';

export interface MessageView {
  readonly id: string;
  readonly groupId: string;
  /** null while pending; then it stands after everything confirmed, in the order written. */
  readonly version: number | null;
  readonly kind: 'text' | 'notice';
  readonly authorId: string;
  readonly authorName: string;
  readonly own: boolean;
  readonly at: number;
  readonly text: string;
  readonly photos: readonly Attachment[];
  readonly replyTo: QuotedMessage | null;
  /** memberId and name of those mentioned, as they are called now. */
  readonly mentions: readonly { readonly memberId: string; readonly name: string }[];
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly reactions: readonly {
    readonly emoji: string;
    readonly names: readonly string[];
    readonly mine: boolean;
  }[];
  readonly notice: Notice | null;
  /** null for other people's and for notices, but those of what one did in the accounts. */
  readonly status: MessageStatus | null;
  /** The op that made it waits here: to cancel or, when refused, to resend. */
  readonly opId: string | null;
}

export interface QuotedMessage {
  readonly id: string;
  readonly authorName: string;
  /** Empty when deleted or not on the device yet. */
  readonly text: string;
  readonly missing: boolean;
}

export interface ConversationSnapshot {
  readonly ready: boolean;
  /** Oldest first; own pending last. A window at the end of the conversation that grows by `loadOlder`. */
  readonly messages: readonly MessageView[];
  /** There are older ones, on the device or at the server. */
  readonly hasOlder: boolean;
  /** The device holds every message from this version on; it goes down as older pages come, whoever asked for them. */
  readonly heldFrom: number;
  /** The version up to which this person has read, when the conversation was opened. */
  readonly readAtOpen: number;
  readonly unread: number;
}

/** For `useSyncExternalStore`: a snapshot is the same object until something changed. */
export interface ConversationSource {
  subscribe(listener: () => void): () => void;
  getSnapshot(): ConversationSnapshot;
  /** Widens the window by a page. Resolves false when the beginning of what the device holds is reached. */
  loadOlder(): Promise<boolean>;
  /** Widens the window until it holds this message; false when the device does not have it. */
  reveal(messageId: string): Promise<boolean>;
  /** Everything the device holds, from its first message to what waits here, page by page. The window stays as it is. */
  readAll(): AsyncIterable<readonly MessageView[]>;
  close(): void;
}

export interface GroupSummary {
  readonly groupId: string;
  readonly name: string;
  readonly picture: string;
  readonly state: 'joining' | 'member' | 'gone' | 'refused';
  readonly goneReason: GoneReason | null;
  readonly unread: number;
  readonly last: {
    readonly kind: 'text' | 'notice';
    readonly own: boolean;
    readonly authorName: string;
    readonly text: string;
    readonly deleted: boolean;
    readonly notice: Notice | null;
    readonly status: MessageStatus | null;
    readonly at: number;
  } | null;
  /** For sorting, newest first. */
  readonly activeAt: number;
}

export interface MemberView {
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
  readonly status: MemberStatus;
  /** Of somebody entered by name: who said that it is them. */
  readonly claimedBy: string | null;
  readonly own: boolean;
  /** This device does not show what they write. */
  readonly blocked: boolean;
  /** `name` is what stands in its place. */
  readonly nameHidden: boolean;
  /** null: they have none here. Whole in the row; who may see how much of it the screens decide. */
  readonly pixKey: MemberPixKey | null;
  /** They have had another one in this group before. */
  readonly pixKeyChanged: boolean;
}

export interface InviteView extends KnownInvite {
  /** Who made it, as they stand now: what a link gives depends on them. null: not known here. */
  readonly maker: { readonly name: string; readonly status: MemberStatus; readonly role: Role } | null;
  readonly own: boolean;
  /** null: this device can neither show nor hand on the link itself. */
  readonly secret: string | null;
}

export interface GroupView {
  readonly groupId: string;
  readonly name: string;
  readonly picture: string;
  readonly state: 'joining' | 'member' | 'gone' | 'refused';
  /** A wait kind the group is held up by, e.g. unknown-group; null when nothing is. */
  readonly waiting: Membership['waiting'];
  readonly myMemberId: string;
  /** The role this person acts in: who stands in for an owner that is gone is shown as one. */
  readonly myRole: Role;
  /** Active first, by name. */
  readonly members: readonly MemberView[];
  /** The links into it, the first one first, revoked ones too. */
  readonly invites: readonly InviteView[];
  /** Why one is out of it; null while one is in. */
  readonly goneReason: GoneReason | null;
}

export interface QueuedView {
  readonly entry: OutboxEntry;
  readonly groupName: string;
  /** Why the server has its group wait; null: it goes out in its turn. */
  readonly waiting: Membership['waiting'];
}

/** Everything of this person's own on this device. */
export interface OwnData {
  readonly name: string;
  readonly groups: readonly {
    readonly groupId: string;
    readonly memberId: string;
    readonly state: Membership['state'];
    readonly groupName: string;
    readonly memberName: string;
    readonly pixKey: string | null;
    readonly messages: readonly MessageRow[];
  }[];
  readonly unsent: readonly Op[];
  readonly refused: readonly { readonly op: Op; readonly kind: TrayEntry['kind'] }[];
  readonly drafts: readonly Draft[];
}

export type Loss = MetaValues['loss'] & {
  /** What came back from a copy; null: nothing did. */
  readonly recovered: MetaValues['recovered'] | null;
};

/** How what this device holds compared with the server, all groups together. */
export interface CheckView {
  /** Epoch ms: the last time that a group was found to be the same. */
  readonly at: number;
  /** Differences that were repaired. */
  readonly repaired: number;
  /** Groups with a difference that could not be repaired. */
  readonly stuck: number;
}

/** What was done to a group, newest first. */
export interface TrailView {
  readonly entries: readonly Pick<MessageView, 'id' | 'at' | 'own' | 'authorName' | 'notice'>[];
  /** There are more than were asked for. */
  readonly hasMore: boolean;
  /** Older ones are still on their way from the server. */
  readonly isArriving: boolean;
}

export interface Reader {
  /** What the browser did to this device's data and the person has not taken note of. */
  observeLoss(): Observed<Loss | null>;
  observeProfile(): Observed<{ readonly name: string } | null>;
  observeGroups(): Observed<readonly GroupSummary[]>;
  observeGroup(groupId: string): Observed<GroupView | null>;
  /** The newest `limit` of them. */
  observeTrail(groupId: string, limit: number): Observed<TrailView>;
  openConversation(groupId: string): Promise<ConversationSource>;
  /** The accounts of a group, with its newest `limit` entries. null: this person is not in it. */
  observeLedger(groupId: string, limit: number): Observed<LedgerView | null>;
  /** null: it is not here. */
  observeExpense(groupId: string, expenseId: string): Observed<ExpenseDetail | null>;
  /** All of them, void ones too, the last one first. */
  observeSettlements(groupId: string): Observed<readonly SettlementView[]>;
  /** The expenses that were taken out and not put back, the last one first. */
  observeVoided(groupId: string): Observed<readonly ExpenseView[]>;
  /** All of the accounts. Costs what they hold. */
  observeWholeLedger(groupId: string): Observed<WholeLedger>;
  observePlans(groupId: string): Observed<PlansView>;
  /** null: it is not here. */
  observePlan(groupId: string, planId: string): Observed<PlanDetail | null>;
  /** Days and events of a group, newest first, below a version. */
  listTimeline(groupId: string, below: number): Promise<Timeline>;
  observePastGround(groupId: string): Observed<PastGround>;
  /** Messages as they are now, oldest first. */
  listPastMessages(groupId: string, which: PastMessages): Promise<readonly MessageRow[]>;
  readTalkSince(groupId: string, version: number): Promise<TalkSince>;
  /** Entries of recurrences that are due by `today` (of this device's calendar) and not here: to be made. */
  listDueExpenses(today: string): Promise<readonly DueExpense[]>;
  getDraft(groupId: string): Promise<Draft | undefined>;
  /** Oldest first. */
  observeQueue(): Observed<readonly QueuedView[]>;
  observeTray(): Observed<readonly TrayEntry[]>;
  /** null: nothing was compared yet. */
  observeCheck(): Observed<CheckView | null>;
  /**
   * Everything a person made that is not settled, for "export": never loses what cannot be sent or saved. `typed`:
   * what stands in a box and could not be written.
   */
  exportUnsent(typed?: string): Promise<string>;
  /** For the person's own copy of their data. */
  exportOwn(): Promise<OwnData>;
  /** To quote to support. undefined: this device has not been given one yet. */
  getDeviceId(): Promise<string | undefined>;
}
