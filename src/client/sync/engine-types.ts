/** What the engine shows and takes: the types of its one door. */

import type { Draft, FormDraft, TrayEntry } from '#client/store/tables.ts';
import type { TypedEdit } from '#client/store/text-rows.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { PHOTOS_SENT_V } from '#domain/chat/message-ops.ts';
import type { PixKey } from '#domain/pix/pix-key.ts';
import type { Role } from '#domain/rows.ts';
import type { Caret } from '#protocol/carets.ts';
import type { WaitKind } from '#protocol/kinds.ts';
import type { Cancelled } from './cancel-queued.ts';
import type { InviteTerms } from './create-invite.ts';
import type { LedgerIntent } from './ledger-intents.ts';
import type { JoinInput } from './memberships.ts';
import type { PlanIntent } from './plan-intents.ts';

export type { LedgerIntent, PlanIntent };

/** What was typed into a plan's text since the last time. */
export interface PlanEditInput {
  readonly groupId: string;
  readonly planId: string;
  /** Yjs v1, none larger than `UPDATE_MAX_BYTES`, in their order. */
  readonly updates: readonly Uint8Array[];
  /** The version of the log whose edits stood in the text. */
  readonly seen: number;
  /** Updates as one; undefined: too large for an op (`domain/plans/text/merge-text.ts` `mergeWaiting`). */
  readonly merge: (updates: readonly Uint8Array[]) => Uint8Array | undefined;
  /** Where it was noted, and need not be any more. */
  readonly typed?: readonly TypedEdit[];
  /** opIds of what waited when it was typed: refused meanwhile, it would build on what nobody gets. */
  readonly standsOn?: readonly string[];
}

/** A plan's text as this device has it. */
export interface HeldText {
  /** What was compacted (`domain/plans/packed-text.ts`). */
  readonly state: Uint8Array | undefined;
  /** Every edit of the log up to here is in `state`. */
  readonly reaches: number;
  /** Edits of the log after that, ascending. */
  readonly edits: readonly HeldEdit[];
  /** Edits of this device that did not come home yet, in their order. */
  readonly pending: readonly PendingEdit[];
  /** Ops of this text that lie in the tray. */
  readonly refused: readonly string[];
  /** The cursor: the log up to here is in it. */
  readonly version: number;
  /** Who this person is in the group. */
  readonly memberId: string;
  /** False: older edits are not on this device. */
  readonly isHere: boolean;
  /** What was here when the server lost a part of its history; told with the whole text, of a plan that is there. */
  readonly lost?: { readonly states: readonly Uint8Array[]; readonly edits: readonly Uint8Array[] };
}

export interface HeldEdit {
  readonly version: number;
  readonly by: string;
  readonly at: number;
  readonly seen: number;
  readonly data: Uint8Array;
}

export type PendingEdit = Omit<HeldEdit, 'version'> & { readonly opId: string };

/** Compacts: `domain/plans/text/merge-text.ts` `mergeText`. Given by who has loaded Yjs. */
export type MergeText = (
  base: Uint8Array | undefined,
  edits: readonly { readonly by: string; readonly at: number; readonly data: Uint8Array }[],
) => Uint8Array<ArrayBuffer>;

/** A change a person made, before it is stamped. The engine adds opId, actorId, at and salt. */
export type Intent =
  | LedgerIntent
  | PlanIntent
  | {
      readonly type: 'group.renamed';
      readonly groupId: string;
      readonly body: { name: string; picture?: string };
    }
  | { readonly type: 'member.renamed'; readonly groupId: string; readonly body: { name: string } }
  | { readonly type: 'member.pix-key-set'; readonly groupId: string; readonly body: PixKey }
  | {
      readonly type: 'member.left' | 'member.pix-key-removed' | 'group.deleted';
      readonly groupId: string;
      readonly body: Record<string, never>;
    }
  | {
      readonly type:
        | 'member.removed'
        | 'member.readmitted'
        | 'member.name-hidden'
        | 'group.owner-transferred';
      readonly groupId: string;
      readonly body: { memberId: string };
    }
  | {
      readonly type: 'member.role-changed';
      readonly groupId: string;
      readonly body: { memberId: string; role: Exclude<Role, 'owner'> };
    }
  | {
      readonly type: 'member.added' | 'member.name-corrected';
      readonly groupId: string;
      readonly body: { memberId: string; name: string };
    }
  | {
      readonly type: 'member.claimed' | 'member.unclaimed' | 'member.approved' | 'member.refused';
      readonly groupId: string;
      readonly body: { memberId: string };
    }
  | { readonly type: 'invite.revoked'; readonly groupId: string; readonly body: { inviteId: string } }
  | {
      readonly type: 'message.sent';
      readonly groupId: string;
      readonly body: { messageId: string; text: string; replyTo?: string; mentions?: readonly string[] };
    }
  | {
      readonly type: 'message.sent';
      readonly v: typeof PHOTOS_SENT_V;
      readonly groupId: string;
      readonly body: {
        messageId: string;
        text: string;
        photos: readonly Attachment[];
        replyTo?: string;
        mentions?: readonly string[];
      };
    }
  | {
      readonly type: 'message.edited';
      readonly groupId: string;
      readonly body: { messageId: string; text: string; mentions?: readonly string[] };
    }
  | { readonly type: 'message.deleted'; readonly groupId: string; readonly body: { messageId: string } }
  | {
      readonly type: 'reaction.added' | 'reaction.removed';
      readonly groupId: string;
      readonly body: { messageId: string; emoji: string };
    };

/** Saved on this device's disk, or why not. Nothing is half done: on an error the text stays with the caller. */
export type CommitResult =
  | { readonly ok: true; readonly opIds: readonly string[] }
  | { readonly ok: false; readonly error: CommitError };
export type CommitError =
  /** The body breaks a rule of its type: empty, a lone surrogate, too long a name. */
  | 'invalid'
  /** One op would be over 32 KB. `splitMessageText` cuts text beforehand. */
  | 'too-large'
  /** Not an active member of the group, or not theirs to change. */
  | 'not-allowed'
  /** No space on the device. */
  | 'storage-full'
  /** The device's database would not take it. */
  | 'storage-failed'
  /** The browser emptied the database: the group is on its way back from the server. */
  | 'storage-lost'
  /** The database belongs to a newer version of the app. */
  | 'storage-newer'
  /** Part of the app could not be fetched: opened without a network before all of it was kept. */
  | 'app-incomplete';

/** Where the connection stands. What each state needs it cannot exist without. */
export type ConnectionState =
  /** Another tab talks to the server; what that tab says is shown. */
  | {
      readonly name: 'offline';
      readonly retryAt: number | null;
      readonly attempt: number;
      /**
       * `intercepted`: there is a network, and something in it answers in the server's place. `device`: what gave way
       * is on this side.
       */
      readonly cause: 'unreachable' | 'intercepted' | 'device';
    }
  | { readonly name: 'connecting' }
  | { readonly name: 'online' }
  /** Reached the server, and it has us wait. */
  | {
      readonly name: 'waiting';
      readonly kind: 'auth' | 'busy' | 'unsupported' | 'healing';
      /** When it is asked again, epoch ms by the device's clock; null: that is not what one waits for. */
      readonly retryAt: number | null;
    };

/** How this device's storage does. */
export type StorageState =
  | 'ok'
  /** A write has been on its way for seconds. */
  | 'slow'
  /** There was no room for the last thing to be written: something said here, or something that arrived. */
  | 'full'
  /** The database does not answer or refuses; it is asked again. */
  | 'failing'
  /** Let go to a newer version of the app: nothing is written here any more. */
  | 'closed';

export interface EngineStatus {
  readonly connection: ConnectionState;
  /** Ops without a verdict. */
  readonly queued: number;
  /** Why the server has some of them wait although it is connected; null: it takes what comes. */
  readonly held: WaitKind | null;
  /** When those ask again; null: that is not what one waits for. */
  readonly heldUntil: number | null;
  /** When photos that did not get through are tried again; null: none waits for that. */
  readonly photosUntil: number | null;
  readonly tray: number;
  /** Catching up or bootstrapping now. */
  readonly receiving: boolean;
  readonly leader: boolean;
  /** Of this tab, else of the one that leads. */
  readonly storage: StorageState;
}

export interface Presence {
  readonly online: ReadonlySet<string>;
  /** Members typing in the last six seconds. */
  readonly typing: ReadonlySet<string>;
}

export interface PlanPlace {
  readonly groupId: string;
  readonly planId: string;
}

/** A screen of somebody else who has the plan open. */
export interface OtherCaret {
  readonly memberId: string;
  readonly clientId: number;
  /** null: nothing is written. */
  readonly caret: Caret | null;
}

export interface Carets {
  /** This screen has the plan open; returns what says where it writes. Ends with `signal`. */
  open(place: PlanPlace & { clientId: number }, signal: AbortSignal): (caret: Caret | null) => void;
  /** The same object until it changes. */
  list(place: PlanPlace): readonly OtherCaret[];
  subscribe(listener: () => void): () => void;
}

export interface UnkeptText {
  readonly groupId: string;
  readonly planId: string;
  /** It is not here; it has more edits beside it than need be; the log may lack some of what was here once. */
  readonly lacks: 'text' | 'room' | 'words';
  /** How many came by the log and are in no compacted text. */
  readonly edits: number;
}

/** `isPutAside`: it may not be written any more, and lies in the tray; whatever is typed on top of it would build on what nobody has. */
export type SavedText =
  | { readonly ok: true; readonly opIds: readonly string[]; readonly isPutAside?: boolean }
  | Extract<CommitResult, { ok: false }>;

export interface PlanTexts {
  /** Puts what was typed onto the disk, at once; `save` makes it an op, or the next start of the app does. */
  note(typed: readonly TypedEdit[]): Promise<CommitResult>;
  /** What an app that ended had noted and not made ops becomes ops; to be asked for at every start. */
  takeTyped(): Promise<void>;
  /** Saves what was typed into a plan; merged into what waits of it and has no number. */
  save(input: PlanEditInput): Promise<SavedText>;
  /** A plan's text as this device has it; `after`: what is known of the log's edits. undefined: the group is not here. */
  read(of: {
    readonly groupId: string;
    readonly planId: string;
    readonly after: number;
  }): Promise<HeldText | undefined>;
  /** Asks for a text that is not here, or not all of it; it is written when it comes. */
  fetch(of: { readonly groupId: string; readonly planId: string }): void;
  /** Edits that are older than the last few hundred become one. False: they are too few. */
  compact(of: {
    readonly groupId: string;
    readonly planId: string;
    readonly merge: MergeText;
    /** How many stay as they came; absent: `RECENT_EDITS`. */
    readonly keep?: number;
  }): Promise<boolean>;
  /** The log has what was set aside of this text. */
  forgetLost(of: { readonly groupId: string; readonly planId: string }): Promise<void>;
  /** Texts that something is to be done for. `groupIds`: of these groups; absent: of all. */
  listUnkept(groupIds?: readonly string[]): Promise<readonly UnkeptText[]>;
}

export interface Engine {
  // --- what a person does ---------------------------------------------------
  /** Saves intents in order, in one transaction; resolves when they are on disk. */
  commit(intents: readonly Intent[]): Promise<CommitResult>;
  createGroup(input: {
    name: string;
    picture: string;
    memberName: string;
  }): Promise<CommitResult & { groupId?: string }>;
  /** Joins by a link; works offline: the group waits, and one may write at once. Idempotent per group. */
  joinGroup(input: JoinInput): Promise<CommitResult>;
  /** Makes a link into the group; also offline: it lets people in once the group has heard of it. */
  createInvite(terms: InviteTerms): Promise<CommitResult & { inviteId?: string; secret?: string }>;
  newId(): string;
  saveProfile(profile: { name: string }): Promise<CommitResult>;
  /** The person has read what the browser did to this device's data (`observeLoss`). */
  acknowledgeLoss(): Promise<void>;
  /**
   * Keeps what is being typed; an empty text with no reply and no edit clears it. Or what stands in a form of the group,
   * beside it. False: it is not on disk.
   */
  saveDraft(draft: Draft | FormDraft): Promise<boolean>;

  // --- for this device alone ------------------------------------------------
  /** Shows what this member writes no more, or again. */
  setBlocked(choice: { groupId: string; memberId: string; blocked: boolean }): Promise<void>;
  /** The end of this group is no news to the person. */
  dismissEnd(groupId: string): Promise<void>;

  // --- the tray and the outbox ------------------------------------------------
  /** Sends a refused op again as a new op (new opId, same entity id). */
  retryFromTray(opId: string): Promise<CommitResult>;
  discardFromTray(opId: string): Promise<TrayEntry | undefined>;
  /** Puts back what `discardFromTray` took, for undo. */
  restoreToTray(entry: TrayEntry): Promise<void>;
  /** Takes back an op that has no number yet, with what hangs on it; undefined when it is already on its way. */
  cancelQueued(opId: string): Promise<Cancelled | undefined>;
  /** Puts back what `cancelQueued` took, for undo. */
  restoreQueued(cancelled: Cancelled): Promise<void>;

  /** Ops came into the outbox or the tray by another door: a copy or a file was restored. */
  noteRestored(): Promise<void>;

  // --- the texts of plans -------------------------------------------------------
  readonly planTexts: PlanTexts;

  // --- reading ahead and marks ------------------------------------------------
  /** Fetches the page of messages before what the device holds. No-op offline or when all are here. */
  loadOlder(groupId: string): Promise<void>;
  markRead(groupId: string, version: number): void;
  setTyping(groupId: string, typing: boolean): void;

  // --- status -------------------------------------------------------------------
  status(): EngineStatus;
  presence(groupId: string): Presence;
  /** Who writes where in the plans that are open. */
  openCarets(): Promise<Carets>;
  /** Called after status or presence changed; returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Device time corrected by the server's; for showing. */
  correctedNow(): number;

  // --- the platform tells -----------------------------------------------------------
  /** The page became visible, or `online` fired. */
  wake(): void;
  /** The person does not want to wait: whatever waits to be tried again is tried. */
  tryNow(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Who changed a plan's text when. */
export interface OlderEdit {
  readonly version: number;
  readonly by: string;
  readonly at: number;
}

export interface OlderEdits {
  /** Ascending. */
  readonly edits: readonly OlderEdit[];
  /** Where the next stretch ends; null: this was the first, or what is older is out of the log. */
  readonly before: number | null;
}
