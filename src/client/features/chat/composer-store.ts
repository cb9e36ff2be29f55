/**
 * What is being written in one group: its text, what it answers or edits, and its way to the disk. No React.
 *
 *   typing ──submit──▶ saving ──saved──▶ empty, or what was set aside
 *                        └────not saved─▶ the text is in the box again, with the reason
 *
 * Invariants
 *   - At every moment the text is in the box, in the draft on disk, or saved as an op; mostly in two of them.
 *   - The box lets a text go when its op is saved, or at the next keystroke if that comes first, so that writing
 *     never waits for the disk; the draft holds it until the op is saved.
 *   - Submissions are saved in the order they were made. A second tap on the same text is no second message.
 */
import type { Draft } from '#client/store/tables.ts';
import type { CommitError, CommitResult, Intent } from '#client/sync/engine-types.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { PHOTOS_SENT_V } from '#domain/chat/message-ops.ts';
import { isWellFormed } from '#domain/text.ts';

export type ComposerProblem = CommitError | 'lone-surrogate' | 'edit-too-long' | 'edit-target-gone';

interface ComposerState {
  readonly text: string;
  /** Attached to the message that is being written; an edit leaves them alone. */
  readonly photos: readonly Attachment[];
  readonly replyTo: string | null;
  readonly editing: string | null;
  readonly saving: boolean;
  readonly problem: ComposerProblem | null;
}

/** What the conversation knows of the message being edited. */
export interface EditTarget {
  readonly text: string;
  readonly photos: readonly Attachment[];
  readonly deleted: boolean;
  readonly replyTo: string | null;
  /** Set when the server refused it: it is sent again as it is now, and this op leaves the tray. */
  readonly refusedOpId: string | null;
}

export interface ComposerPorts {
  commit(intents: readonly Intent[]): Promise<CommitResult>;
  discardFromTray(opId: string): Promise<unknown>;
  newId(): string;
  split(text: string): readonly string[];
  listMentioned(text: string): readonly string[];
  findMessage(messageId: string): EditTarget | undefined;
  /** Hands the draft on to be written; see `draft-keeper.ts`. */
  keepDraft(draft: Draft): void;
  /** Writes it now: what it held is saved elsewhere, and must not stand in the box again after a kill. */
  writeDraft(): void;
}

export interface ComposerStore {
  subscribe(listener: () => void): () => void;
  getSnapshot(): ComposerState;
  type(text: string): void;
  /** Before a keystroke takes effect. True when it emptied the box, because what stood in it is being saved. */
  beforeKeystroke(): boolean;
  attach(photo: Attachment): void;
  detach(blobId: string): void;
  reply(messageId: string): void;
  edit(messageId: string): void;
  /** Ends the edit, else the reply. False when there was neither. */
  cancel(): boolean;
  /** Resolves when it is saved (true) or not; false at once when there is nothing to send. */
  submit(): Promise<boolean>;
}

interface Submission {
  readonly text: string;
  readonly photos: readonly Attachment[];
  readonly replyTo: string | null;
  readonly editing: string | null;
  readonly setAside: string;
}

export function createComposerStore(groupId: string, draft: Draft, ports: ComposerPorts): ComposerStore {
  const listeners = new Set<() => void>();
  let state: ComposerState = {
    text: draft.text,
    photos: draft.photos ?? [],
    replyTo: draft.replyTo,
    editing: draft.editing,
    saving: false,
    problem: null,
  };
  let setAside = draft.setAside ?? '';
  /** Being saved, oldest first. The last of them may still be shown in the box. */
  let unsaved: readonly Submission[] = [];
  let inBox: Submission | null = null;
  let lastSave: Promise<unknown> = Promise.resolve();

  const change = (fields: Partial<ComposerState>): void => {
    state = { ...state, ...fields, saving: unsaved.length > 0 };
    for (const listener of listeners) listener();
  };

  const keepDraft = (): void => {
    const besides = unsaved.filter((one) => one !== inBox && one.editing === null).map((one) => one.text);
    const { text, replyTo, editing } = state;
    // Those of a message that is being saved stay in the draft until it is.
    const photos = [...new Set([...unsaved.flatMap((one) => one.photos), ...state.photos])];
    const withUnsaved = (own: string): string => [...besides, ...(own === '' ? [] : [own])].join('\n');
    const aside = editing === null ? setAside : withUnsaved(setAside);
    ports.keepDraft({
      groupId,
      text: editing === null ? withUnsaved(text) : text,
      replyTo,
      editing,
      ...(photos.length > 0 && { photos }),
      ...(aside === '' ? {} : { setAside: aside }),
    });
  };

  const emptyBox = (submission: Submission): void => {
    inBox = null;
    setAside = '';
    const photos = state.photos.filter((photo) => !submission.photos.includes(photo));
    change({ text: submission.setAside, photos, replyTo: null, editing: null });
  };

  const putBack = (submission: Submission, problem: ComposerProblem): void => {
    const { text, replyTo } = state;
    if (inBox === submission) {
      inBox = null;
      change({ problem });
    } else if (submission.editing !== null) {
      // What was typed since is a message of its own; the edit takes the box back.
      setAside = text;
      change({ text: submission.text, editing: submission.editing, replyTo: null, problem });
    } else {
      const both = text === '' ? submission.text : `${submission.text}\n${text}`;
      const photos = [...submission.photos, ...state.photos];
      change({ text: both, photos, replyTo: replyTo ?? submission.replyTo, problem });
    }
  };

  const save = async (submission: Submission, intents: readonly Intent[]): Promise<boolean> => {
    const result = await ports.commit(intents).catch((): CommitResult => FAILED);
    unsaved = unsaved.filter((one) => one !== submission);
    if (!result.ok) putBack(submission, result.error);
    else if (inBox === submission) emptyBox(submission);
    else change({});
    keepDraft();
    if (result.ok) ports.writeDraft();
    return result.ok;
  };

  const submitText = (submission: Submission, intents: readonly Intent[]): Promise<boolean> => {
    unsaved = [...unsaved, submission];
    inBox = submission;
    change({ problem: null });
    const saved = lastSave.then(() => save(submission, intents));
    lastSave = saved;
    return saved;
  };

  const endEdit = (): void => {
    const text = setAside;
    setAside = '';
    change({ text, editing: null, problem: null });
    keepDraft();
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => state,

    type(typed) {
      const sent = inBox?.text;
      if (inBox) emptyBox(inBox);
      // Composed or pasted behind a text that is being saved: only what was added is new.
      const text = sent !== undefined && typed.startsWith(sent) ? typed.slice(sent.length) : typed;
      change({ text, problem: null });
      keepDraft();
    },

    beforeKeystroke() {
      if (!inBox) return false;
      emptyBox(inBox);
      return true;
    },

    attach(photo) {
      if (inBox) emptyBox(inBox);
      change({ photos: [...state.photos, photo], problem: null });
      keepDraft();
    },

    detach(blobId) {
      change({ photos: state.photos.filter((photo) => photo.blobId !== blobId) });
      keepDraft();
    },

    reply(messageId) {
      if (state.editing !== null) endEdit();
      change({ replyTo: messageId });
      keepDraft();
    },

    edit(messageId) {
      const target = ports.findMessage(messageId);
      if (!target || state.editing === messageId) return;
      if (state.editing === null) setAside = inBox ? '' : state.text;
      inBox = null;
      change({ text: target.text, editing: messageId, replyTo: null, problem: null });
      keepDraft();
    },

    cancel() {
      if (state.editing !== null) endEdit();
      else if (state.replyTo !== null) {
        change({ replyTo: null });
        keepDraft();
      } else return false;
      return true;
    },

    async submit() {
      const { replyTo, editing } = state;
      const photos = editing === null ? state.photos : [];
      const isBlank = state.text.trim() === '';
      if (inBox !== null || (isBlank && photos.length === 0)) return false;
      // Under a photo a blank is no text.
      const text = isBlank ? '' : state.text;
      if (!isWellFormed(text)) {
        change({ problem: 'lone-surrogate' });
        return false;
      }
      const submission: Submission = { text, photos, replyTo, editing, setAside };
      if (editing === null) return submitText(submission, sendIntents(groupId, submission, ports));

      const target = ports.findMessage(editing);
      if (target?.deleted) {
        // Kept as a message of its own: what was typed is not thrown away with what it was to change.
        change({ editing: null, problem: 'edit-target-gone' });
        keepDraft();
        return false;
      }
      if (target?.text === text && target.refusedOpId === null) {
        endEdit();
        return false;
      }
      if (ports.split(text).length > 1) {
        change({ problem: 'edit-too-long' });
        return false;
      }
      const saved = await submitText(submission, [editIntent(groupId, editing, text, target, ports)]);
      if (saved && target?.refusedOpId) await ports.discardFromTray(target.refusedOpId);
      return saved;
    },
  };
}

const FAILED: CommitResult = { ok: false, error: 'storage-failed' };

/** One message, or several when the text is longer than an op may be. The first one carries the reply and the photos. */
function sendIntents(groupId: string, { text, photos, replyTo }: Submission, ports: ComposerPorts): Intent[] {
  return ports.split(text).map((piece, index) => {
    const body = {
      messageId: ports.newId(),
      text: piece,
      ...(index === 0 && replyTo !== null ? { replyTo } : {}),
      ...mentionsOf(piece, ports),
    };
    return sentIntent(groupId, body, index === 0 ? photos : []);
  });
}

type SentBody = Extract<Intent, { type: 'message.sent' }>['body'];

function sentIntent(groupId: string, body: SentBody, photos: readonly Attachment[]): Intent {
  if (photos.length === 0) return { type: 'message.sent', groupId, body };
  return { type: 'message.sent', v: PHOTOS_SENT_V, groupId, body: { ...body, photos } };
}

function editIntent(
  groupId: string,
  messageId: string,
  text: string,
  target: EditTarget | undefined,
  ports: ComposerPorts,
): Intent {
  const body = { messageId, text, ...mentionsOf(text, ports) };
  if (!target?.refusedOpId) return { type: 'message.edited', groupId, body };
  const replyTo = target.replyTo === null ? {} : { replyTo: target.replyTo };
  return sentIntent(groupId, { ...body, ...replyTo }, target.photos);
}

function mentionsOf(text: string, ports: ComposerPorts): { mentions?: readonly string[] } {
  const mentions = ports.listMentioned(text);
  return mentions.length > 0 ? { mentions } : {};
}
