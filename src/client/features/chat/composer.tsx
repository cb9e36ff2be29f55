/** Where one writes. It never waits for the disk and never loses a text: see `composer-store.ts`. */
import Check from 'lucide-react/icons/check';
import SendHorizontal from 'lucide-react/icons/send-horizontal';
import {
  type KeyboardEvent,
  type RefObject,
  Suspense,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '#client/boundaries/lazy-part.tsx';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { QuietBoundary } from '#client/boundaries/quiet-boundary.tsx';
import { withLaterWords } from '#client/i18n/start-i18n.ts';
import type { MemberView, MessageView } from '#client/store/read-types.ts';
import { IconButton } from '#client/ui/icon-button.tsx';
import { useDelayed } from '#client/ui/use-delayed.ts';
import { useMediaQuery } from '#client/ui/use-media-query.ts';
import { splitMessageText } from '#domain/chat/split-message.ts';
import { ComposerContextBar } from './composer-context-bar.tsx';
import { ComposerProblemNote } from './composer-problem-note.tsx';
import { MentionList, optionId } from './mention-list.tsx';
import { findMentionQuery, insertMention, matchMembers } from './mention-query.ts';
import type { TypingSignal } from './typing-signal.ts';
import { useAutoGrow } from './use-auto-grow.ts';
import type { Composing } from './use-composer.ts';

const AttachedPhotos = lazyPart(withLaterWords(() => import('#client/photos/attached-photos.tsx')));
const PhotoAttach = lazyPart(withLaterWords(() => import('#client/photos/photo-attach.tsx')));

export interface ComposerProps {
  readonly groupId: string;
  readonly composing: Composing;
  readonly textarea: RefObject<HTMLTextAreaElement | null>;
  readonly members: readonly MemberView[];
  readonly findMessage: (messageId: string) => MessageView | undefined;
  readonly typing: TypingSignal;
  readonly onEditLast: () => void;
}

/** Two frames: a menu gives its focus back in the one after it closed. */
const AFTER_MENU_MS = 50;

/** Below this no text can be more than one message, however it is escaped on the wire. */
const SURELY_ONE_MESSAGE = 5_000;

export function Composer({
  groupId,
  composing,
  textarea,
  members,
  findMessage,
  typing,
  onEditLast,
}: ComposerProps) {
  const { t } = useTranslation('chat');
  const { store } = composing;
  const { text, photos, replyTo, editing, saving, problem } = useSyncExternalStore(
    store.subscribe,
    store.getSnapshot,
  );
  const form = useRef<HTMLFormElement>(null);
  const slow = useDelayed(saving, 400);
  // A soft keyboard has no Shift+Enter: there, Enter is a new line and the button sends.
  const touch = useMediaQuery('(pointer: coarse)');
  const mention = useMentionPicker(composing, textarea, members, text);
  const pieces = useMessageCount(text);
  useAutoGrow(textarea, text);
  useKeystrokesDuringSave(textarea, store);

  useEffect(() => {
    if (editing === null && replyTo === null) return;
    return focusAtEnd(textarea);
  }, [editing, replyTo, textarea]);

  const submit = (): void => {
    typing.stop();
    void store.submit();
    textarea.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || mention.onKeyDown(event)) return;
    const sends = event.key === 'Enter' && (event.ctrlKey || event.metaKey || (!touch && !event.shiftKey));
    if (sends) submit();
    else if (event.key === 'Escape' && store.cancel()) typing.stop();
    else if (event.key === 'ArrowUp' && text === '' && editing === null) onEditLast();
    else return;
    event.preventDefault();
  };

  return (
    <form
      ref={form}
      aria-label={t('composer.form')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="shrink-0 px-3 pt-2 pb-[max(12px,env(safe-area-inset-bottom))]"
    >
      {problem && <ComposerProblemNote problem={problem} text={text} onRetry={submit} />}
      {pieces > 1 && (
        <p role="status" className="mb-2 px-1 text-s text-muted">
          {t('composer.pieces', { count: pieces })}
        </p>
      )}
      {mention.list}
      {editing !== null && (
        <ComposerContextBar mode="edit" message={findMessage(editing)} onCancel={store.cancel} />
      )}
      {replyTo !== null && editing === null && (
        <ComposerContextBar mode="reply" message={findMessage(replyTo)} onCancel={store.cancel} />
      )}
      {photos.length > 0 && editing === null && (
        <PartBoundary place="card" resetKeys={[photos]}>
          <Suspense fallback={<div className="mb-2 h-21" />}>
            <AttachedPhotos groupId={groupId} photos={photos} onRemove={store.detach} />
          </Suspense>
        </PartBoundary>
      )}
      <div className="flex items-end gap-2">
        {editing === null && (
          <QuietBoundary>
            <Suspense fallback={<span className="size-12 shrink-0" />}>
              <PhotoAttach groupId={groupId} photos={photos} onAttached={store.attach} drop={form} />
            </Suspense>
          </QuietBoundary>
        )}
        <textarea
          ref={textarea}
          value={text}
          rows={1}
          aria-label={t('composer.label')}
          placeholder={t('composer.label')}
          enterKeyHint={touch ? 'enter' : 'send'}
          autoComplete="off"
          dir="auto"
          {...mention.aria}
          onChange={(event) => {
            store.type(event.target.value);
            typing.typed(event.target.value);
            mention.follow(event.target);
          }}
          onSelect={(event) => mention.follow(event.currentTarget)}
          onBlur={() => typing.stop()}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-40 min-h-12 flex-1 resize-none rounded-[24px] border border-line bg-surface px-4 py-[11px] text-m text-ink wrap-anywhere focus-visible:border-brand focus-visible:outline-1 focus-visible:outline-offset-0"
        />
        <IconButton
          type="submit"
          tone="brand"
          label={t(editing === null ? 'composer.send' : 'composer.save')}
          disabled={text.trim() === '' && (photos.length === 0 || editing !== null)}
          // The keyboard of a phone stays open when the button is pressed.
          onMouseDown={(event) => event.preventDefault()}
          icon={
            editing === null ? (
              <SendHorizontal aria-hidden="true" size={20} className="rtl:-scale-x-100" />
            ) : (
              <Check aria-hidden="true" size={22} />
            )
          }
        />
      </div>
      <div role="status" className="px-4 text-xs text-muted">
        {slow && t('composer.saving')}
      </div>
    </form>
  );
}

/** Now, and again when the menu that led here has closed and given the focus back. Returns what ends it. */
function focusAtEnd(textarea: RefObject<HTMLTextAreaElement | null>): () => void {
  const focus = (): void => {
    const element = textarea.current;
    if (!element || document.activeElement === element) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  };
  focus();
  const later = setTimeout(focus, AFTER_MENU_MS);
  return () => clearTimeout(later);
}

/** The box lets go of a text that is being saved as soon as another is begun. */
function useKeystrokesDuringSave(
  textarea: RefObject<HTMLTextAreaElement | null>,
  store: Composing['store'],
): void {
  useEffect(() => {
    const element = textarea.current;
    if (!element) return;
    const before = (event: InputEvent): void => {
      // Synchronously: the browser puts the keystroke into what the box holds when this returns.
      if (!event.isComposing) flushSync(() => store.beforeKeystroke());
    };
    element.addEventListener('beforeinput', before);
    return () => element.removeEventListener('beforeinput', before);
  }, [textarea, store]);
}

/** How many messages a text becomes. Counted a moment later, so that a long paste never holds up a keystroke. */
function useMessageCount(text: string): number {
  const settled = useDeferredValue(text);
  return useMemo(
    () => (settled.length < SURELY_ONE_MESSAGE ? 1 : splitMessageText(settled).length),
    [settled],
  );
}

function useMentionPicker(
  { store, pickMention }: Composing,
  textarea: RefObject<HTMLTextAreaElement | null>,
  members: readonly MemberView[],
  text: string,
) {
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const query = useMemo(() => findMentionQuery(text, Math.min(caret, text.length)), [text, caret]);
  const found = useMemo(() => (query ? matchMembers(members, query.query) : []), [members, query]);
  // Written out by hand there is nothing left to choose, and Enter sends.
  const isWhole = found.length === 1 && found[0]?.name === query?.query;
  const open = query !== null && found.length > 0 && !isWhole && dismissed !== query.start;
  const chosen = Math.min(active, found.length - 1);

  const pick = (member: MemberView): void => {
    if (!query) return;
    const inserted = insertMention(text, query, member.name);
    pickMention(member.memberId);
    flushSync(() => store.type(inserted.text));
    textarea.current?.focus();
    textarea.current?.setSelectionRange(inserted.caret, inserted.caret);
    setCaret(inserted.caret);
    // A name of one word would ask again for the same one.
    setDismissed(query.start);
    setActive(0);
  };

  return {
    follow: (element: HTMLTextAreaElement) => {
      setCaret(element.selectionStart);
      if (dismissed !== null && !element.value.slice(dismissed).startsWith('@')) setDismissed(null);
    },
    onKeyDown: (event: KeyboardEvent): boolean => {
      if (!open) return false;
      const member = found[chosen];
      if (event.key === 'ArrowDown') setActive((chosen + 1) % found.length);
      else if (event.key === 'ArrowUp') setActive((chosen + found.length - 1) % found.length);
      else if (event.key === 'Escape') setDismissed(query.start);
      else if ((event.key === 'Enter' || event.key === 'Tab') && member) pick(member);
      else return false;
      event.preventDefault();
      return true;
    },
    aria: open
      ? ({
          'aria-autocomplete': 'list',
          'aria-controls': listId,
          'aria-activedescendant': optionId(listId, chosen),
        } as const)
      : {},
    list: open && <MentionList id={listId} members={found} active={chosen} onPick={pick} />,
  };
}
