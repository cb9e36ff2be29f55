/** What the engine shows and takes: the types of its one door. */

import type { Draft, TrayEntry } from '#client/store/tables.ts';
import type { Role } from '#domain/rows.ts';
import type { WaitKind } from '#protocol/kinds.ts';
import type { Cancelled } from './cancel-queued.ts';
import type { InviteTerms } from './create-invite.ts';
import type { JoinInput } from './memberships.ts';

/** A change a person made, before it is stamped. The engine adds opId, actorId, at and salt. */
export type Intent =
  | {
      readonly type: 'group.renamed';
      readonly groupId: string;
      readonly body: { name: string; picture?: string };
    }
  | { readonly type: 'member.renamed'; readonly groupId: string; readonly body: { name: string } }
  | {
      readonly type: 'member.left' | 'group.deleted';
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
  | 'storage-newer';

/** Where the connection stands. What each state needs it cannot exist without. */
export type ConnectionState =
  /** Another tab talks to the server; what that tab says is shown. */
  | {
      readonly name: 'offline';
      readonly retryAt: number | null;
      readonly attempt: number;
      /** `intercepted`: there is a network, and something in it answers in the server's place. */
      readonly cause: 'unreachable' | 'intercepted';
    }
  | { readonly name: 'connecting' }
  | { readonly name: 'online' }
  /** Reached the server, and it has us wait. */
  | { readonly name: 'waiting'; readonly kind: 'auth' | 'busy' | 'unsupported' | 'healing' };

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
  /** Keeps what is being typed; an empty text with no reply and no edit clears it. False: it is not on disk. */
  saveDraft(draft: Draft): Promise<boolean>;

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

  // --- reading ahead and marks ------------------------------------------------
  /** Fetches the page of messages before what the device holds. No-op offline or when all are here. */
  loadOlder(groupId: string): Promise<void>;
  markRead(groupId: string, version: number): void;
  setTyping(groupId: string, typing: boolean): void;

  // --- status -------------------------------------------------------------------
  status(): EngineStatus;
  presence(groupId: string): Presence;
  /** Called after status or presence changed; returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Device time corrected by the server's; for showing. */
  correctedNow(): number;

  // --- the platform tells -----------------------------------------------------------
  /** The page became visible, `online` fired, or the person tapped "try now". */
  wake(): void;
  [Symbol.asyncDispose](): Promise<void>;
}
