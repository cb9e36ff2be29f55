/**
 * The text of one plan, open: a Y.Doc that is what this device knows of it, and the way back. What is typed into `doc` is on this
 * disk within a tenth of a second and on its way as ops; what others typed arrives in it with the origin `LOG_ORIGIN`.
 *
 * Loaded late: Yjs comes with the first text that is opened.
 */
import type * as Y from 'yjs';
import type { CommitError } from '#client/sync/engine-types.ts';
import type { MemberId } from '#domain/ids.ts';

/** The origin of every transaction that did not begin in this tab: undo leaves those alone, and they are not saved again. */
export const LOG_ORIGIN = 'log';

export type PlanTextState =
  /** Being read from this device. */
  | 'loading'
  /** All this device has heard of is in the document. */
  | 'whole'
  /** It is not on this device, or not all of it: it is asked for, and comes when the server is reached. */
  | 'not-here'
  /** The group, or the plan, is not here (any more). */
  | 'gone'
  /** Something that was typed in it may not be written, and lies in the tray: to be opened anew, or what comes next would build on it. */
  | 'stale';

/** Who writes under a client id of Yjs: one for each time somebody opened the text. */
export interface TextAuthor {
  readonly memberId: MemberId;
  /** Epoch ms: of their first edit under it. */
  readonly at: number;
}

/** One edit, of anybody, as the log has it. */
export interface TextEdit {
  /** null: it is not in the log yet. */
  readonly version: number | null;
  readonly by: MemberId;
  readonly at: number;
  /** How far of the log its author knew: edits of others above it they had not seen. */
  readonly seen: number;
  /** Yjs v1. */
  readonly update: Uint8Array;
}

/** How what was typed last stands. */
export type SaveState =
  | { readonly name: 'saved' }
  | { readonly name: 'saving' }
  /** The words are in the document and not on the disk; it is tried again with the next keystroke and by `flush`. */
  | { readonly name: 'unsaved'; readonly error: CommitError };

export interface OpenPlanText {
  readonly groupId: string;
  readonly planId: string;
  readonly doc: Y.Doc;
  /** Resolves when what is on this device stands in the document, with how much that is. */
  readonly whenLoaded: Promise<PlanTextState>;
  state(): PlanTextState;
  saveState(): SaveState;
  /** Everything typed on this device is in the log. */
  isSent(): boolean;
  /** Called after `state`, `saveState`, `isSent` or `recentEdits` changed; returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Called after an edit of somebody else, or of another tab, came into the document. */
  onRemoteEdit(listener: (edit: TextEdit) => void): () => void;
  /** By Yjs client id: "who wrote this". */
  authors(): ReadonlyMap<number, TextAuthor>;
  /** The last edits of the log, ascending: `RECENT_EDITS` of them, or all there are; the same on every device. Another list when there are more. */
  recentEdits(): readonly TextEdit[];
  /** Saves what is not saved yet. False: it is not on the disk. */
  flush(): Promise<boolean>;
  /** Saves, and lets go. */
  close(): Promise<void>;
}

/** For who goes on to another screen: what the disk does not take yet is not let go, but tried again until it does. */
export async function closeOnceSaved(text: OpenPlanText): Promise<void> {
  if (await text.flush()) return text.close();
  const stop = text.subscribe(() => {
    if (text.saveState().name !== 'saved') return;
    stop();
    void text.close();
  });
}
