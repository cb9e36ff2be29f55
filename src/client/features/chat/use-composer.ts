/** The composer of a group, once its draft is read: the store with its ports bound to the engine. */
import { type RefObject, useEffect, useState } from 'react';
import { onBeforeLeaving } from '#client/session/before-leaving.ts';
import { useEngine, useReader } from '#client/session/session-context.ts';
import { onAskIfUnfinished } from '#client/session/unfinished.ts';
import type { MemberView, MessageView } from '#client/store/read-types.ts';
import type { Draft } from '#client/store/tables.ts';
import { splitMessageText } from '#domain/chat/split-message.ts';
import { type ComposerStore, createComposerStore } from './composer-store.ts';
import { createDraftKeeper } from './draft-keeper.ts';
import { listMentioned } from './mention-query.ts';
import { createUnsavedDrafts } from './unsaved-drafts.ts';

/** What the conversation shows now, for the ports to look at when a text is sent. */
export interface Shown {
  readonly messages: readonly MessageView[];
  readonly members: readonly MemberView[];
}

export interface Composing {
  readonly store: ComposerStore;
  /** Chosen from the list: tells namesakes apart. */
  readonly pickMention: (memberId: string) => void;
}

const unsaved = createUnsavedDrafts(() => sessionStorage);

/** null while the draft is read. */
export function useComposer(groupId: string, shown: RefObject<Shown>): Composing | null {
  const engine = useEngine();
  const reader = useReader();
  const [composing, setComposing] = useState<Composing | null>(null);

  useEffect(() => {
    let here = true;
    const keeper = createDraftKeeper((draft) => engine.saveDraft(draft), unsaved);
    const flushWhenHidden = (): void => {
      if (document.visibilityState === 'hidden') void keeper.flush();
    };
    const flush = (): void => void keeper.flush();
    const askBeforeLosing = (event: BeforeUnloadEvent): void => {
      if (unsaved.hasAny()) event.preventDefault();
    };
    const forgetLeaving = onBeforeLeaving(() => keeper.flush());
    let opened: ComposerStore | undefined;
    const forgetAsk = onAskIfUnfinished(() => opened !== undefined && !isEmpty(opened));
    document.addEventListener('visibilitychange', flushWhenHidden);
    addEventListener('pagehide', flush);
    addEventListener('beforeunload', askBeforeLosing);

    const open = (draft: Draft | undefined): void => {
      if (!here) return;
      const picked = new Set<string>();
      const store = createComposerStore(groupId, draft ?? emptyDraft(groupId), {
        commit: (intents) => engine.commit(intents),
        discardFromTray: (opId) => engine.discardFromTray(opId),
        newId: () => engine.newId(),
        split: splitMessageText,
        listMentioned: (text) => listMentioned(text, shown.current.members, picked),
        findMessage: (messageId) => findTarget(shown.current.messages, messageId),
        keepDraft: (next) => keeper.keep(next),
        writeDraft: () => void keeper.flush(),
      });
      opened = store;
      setComposing({ store, pickMention: (memberId) => void picked.add(memberId) });
    };
    // A draft that cannot be read must not keep anybody from writing.
    const notOnDisk = unsaved.get(groupId);
    if (notOnDisk) open(notOnDisk);
    else reader.getDraft(groupId).then(open, () => open(undefined));

    return () => {
      here = false;
      setComposing(null);
      document.removeEventListener('visibilitychange', flushWhenHidden);
      removeEventListener('pagehide', flush);
      removeEventListener('beforeunload', askBeforeLosing);
      forgetLeaving();
      forgetAsk();
      flush();
    };
  }, [engine, reader, groupId, shown]);

  return composing;
}

function isEmpty(store: ComposerStore): boolean {
  const { text, photos, replyTo, editing, saving } = store.getSnapshot();
  return text === '' && photos.length === 0 && replyTo === null && editing === null && !saving;
}

const emptyDraft = (groupId: string): Draft => ({ groupId, text: '', replyTo: null, editing: null });

function findTarget(messages: readonly MessageView[], messageId: string) {
  const message = messages.find(({ id }) => id === messageId);
  if (!message) return undefined;
  const { text, photos, deleted, replyTo, status, opId } = message;
  return {
    text,
    photos,
    deleted,
    replyTo: replyTo?.id ?? null,
    refusedOpId: status === 'refused' ? opId : null,
  };
}
