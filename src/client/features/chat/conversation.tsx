/** The conversation of a group one is in: its list, the menu of a message, the composer. */
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Boundary } from '#client/boundaries/boundary.tsx';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView, MessageView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { latePiece, usePreload } from '#client/ui/late-piece.tsx';
import { type MenuAnchor, menuAnchorAt } from '#client/ui/menu.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { Arrivals } from './arrivals.tsx';
import { Composer } from './composer.tsx';
import { buildRows } from './conversation-rows.ts';
import { EmojiSheet } from './emoji-sheet.tsx';
import { GroupStateNote } from './group-state-note.tsx';
import { JumpToNewest } from './jump-to-newest.tsx';
import { listActions } from './message-actions.ts';
import { MessageList, type MessageListHandle } from './message-list.tsx';
import { OlderNote } from './older-note.tsx';
import { PlainComposer } from './plain-composer.tsx';
import { type BelowMessage, useRowSense } from './row-sense.ts';
import { createTypingSignal } from './typing-signal.ts';
import { useBelow } from './use-below.ts';
import { type Shown, useComposer } from './use-composer.ts';
import { useConversation } from './use-conversation.ts';
import { useMessageCommands } from './use-message-commands.ts';
import { useOlderPages } from './use-older-pages.ts';
import { useOpenAt } from './use-open-at.ts';
import { useUnreadAtOpening } from './use-opening.ts';
import { useReadMark } from './use-read-mark.ts';
import { useReveal } from './use-reveal.ts';
import { useToday } from './use-today.ts';
import { useUndoableDelete } from './use-undoable-delete.ts';

const MessageMenu = latePiece(() => import('./message-menu.tsx'));

interface OpenMenu {
  readonly messageId: string;
  readonly anchor: MenuAnchor;
}

export interface ConversationProps {
  readonly group: GroupView;
  readonly below: BelowMessage;
}

export function Conversation({ group, below }: ConversationProps) {
  const { t } = useTranslation('chat');
  const engine = useEngine();
  const { groupId, members } = group;
  const list = useRef<MessageListHandle>(null);
  const textarea = useRef<HTMLTextAreaElement>(null);
  const { snapshot, source } = useConversation(groupId);
  const { messages } = snapshot;
  // "You joined" would not be true yet.
  const isHeld = group.waiting === 'approval';

  // For what happens later than a render: sending, acting on a message.
  const shown = useRef<Shown>({ messages, members });
  useLayoutEffect(() => {
    shown.current = { messages, members };
  });
  const findMessage = useCallback(
    (messageId: string) => shown.current.messages.find(({ id }) => id === messageId),
    [],
  );

  /** undefined until the list stands somewhere. */
  const [atEnd, setAtEnd] = useState<boolean>();
  const [nearStart, setNearStart] = useState(false);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [emojiFor, setEmojiFor] = useState<string | null>(null);

  const composing = useComposer(groupId, shown);
  const unreadMark = useUnreadAtOpening(source, snapshot);
  const { hiddenIds, remove } = useUndoableDelete(groupId);
  const rows = useMemo(
    () => buildRows(hideRemoved(isHeld ? textsOf(messages) : messages, hiddenIds), unreadMark ?? null),
    [messages, hiddenIds, unreadMark, isHeld],
  );
  const { highlightedId, reveal } = useReveal(source, list, rows);
  const older = useOlderPages(groupId, source, snapshot, nearStart);
  const isShown = unreadMark !== undefined && atEnd !== undefined;
  const found = useOpenAt(groupId, { heldFrom: snapshot.heldFrom, isShown, reveal });
  const { act, toggleReaction } = useMessageCommands(groupId, shown, composing, remove, setEmojiFor);
  useReadMark(groupId, messages, atEnd === true);
  usePreload(MessageMenu);

  const typing = useMemo(
    () =>
      createTypingSignal(
        (is) => engine.setTyping(groupId, is),
        () => performance.now(),
      ),
    [engine, groupId],
  );
  const openMenu = useCallback((messageId: string, anchor: MenuAnchor) => setMenu({ messageId, anchor }), []);
  const belowRow = useBelow(below, group);
  const commands = useMemo(
    () => ({
      openQuoted: reveal,
      toggleReaction,
      openMenu,
      below: belowRow,
    }),
    [reveal, toggleReaction, openMenu, belowRow],
  );
  const sense = useRowSense(commands, useToday());
  const gestures = useMemo(
    () => ({
      onReply: (messageId: string) => {
        const message = findMessage(messageId);
        if (message && listActions(message, group).includes('reply')) act('reply', message);
      },
      onMenu: (messageId: string, _: Element, { x, y }: { x: number; y: number }) =>
        openMenu(messageId, menuAnchorAt(x, y)),
    }),
    [act, findMessage, group, openMenu],
  );
  const editLast = (): void => {
    const last = messages.findLast(({ own, kind, deleted }) => own && kind === 'text' && !deleted);
    if (last) act('edit', last);
  };

  const menuMessage = menu && messages.find(({ id }) => id === menu.messageId);
  const menuActions = menuMessage ? listActions(menuMessage, group) : [];
  const emojiMessage = emojiFor !== null && messages.find(({ id }) => id === emojiFor);
  const hasText = messages.some(({ kind }) => kind === 'text');

  return (
    <>
      <div className="relative flex min-h-0 flex-1 flex-col">
        {unreadMark === undefined ? (
          <SkeletonRows count={6} label={t('list.loading')} />
        ) : (
          <PartBoundary place="list" resetKeys={[groupId]}>
            <MessageList
              ref={list}
              rows={rows}
              highlightedId={highlightedId}
              sense={sense}
              gestures={gestures}
              onMenuKey={openMenu}
              onAtEnd={setAtEnd}
              onNearStart={setNearStart}
            >
              {!hasText && isAlone(group) && <InviteFirst groupId={groupId} />}
            </MessageList>
          </PartBoundary>
        )}
        <OlderNote
          loading={older.loading || found.loading}
          needsNetwork={older.needsNetwork || found.needsNetwork}
        />
        {!atEnd && <JumpToNewest unread={snapshot.unread} onJump={() => list.current?.scrollToEnd()} />}
      </div>
      <GroupStateNote group={group} />
      {composing && (
        <Boundary
          place="composer"
          fallback={({ retry }) => <PlainComposer composing={composing} onRetry={retry} />}
        >
          <Composer
            groupId={groupId}
            composing={composing}
            textarea={textarea}
            members={members}
            findMessage={findMessage}
            typing={typing}
            onEditLast={editLast}
          />
        </Boundary>
      )}
      {menu && menuMessage && menuActions.length > 0 && (
        <MessageMenu
          message={menuMessage}
          anchor={menu.anchor}
          actions={menuActions}
          onAction={(action) => act(action, menuMessage)}
          onEmoji={(emoji) => toggleReaction(menuMessage, emoji)}
          onClose={() => setMenu(null)}
          reopen={() => setMenu(menu)}
        />
      )}
      <EmojiSheet
        open={emojiMessage !== false && emojiMessage !== undefined}
        onClose={() => setEmojiFor(null)}
        onPick={(emoji) => {
          if (emojiMessage) toggleReaction(emojiMessage, emoji);
          setEmojiFor(null);
        }}
      />
      <Arrivals messages={messages} />
    </>
  );
}

function InviteFirst({ groupId }: { readonly groupId: string }) {
  const { t } = useTranslation('chat');
  const [, navigate] = useLocation();
  return (
    <EmptyState
      picture="👋"
      title={t('empty.title')}
      action={
        <Button
          onClick={() =>
            navigate(`/g/${groupId}/pessoas`, {
              replace: true,
              state: { ...history.state, open: 'invite' },
            })
          }
        >
          {t('empty.invite')}
        </Button>
      }
    >
      {t('empty.text')}
    </EmptyState>
  );
}

const isAlone = ({ members }: GroupView): boolean =>
  members.every(({ own, status }) => own || status !== 'active');

function textsOf(messages: readonly MessageView[]): readonly MessageView[] {
  return messages.filter(({ kind }) => kind === 'text');
}

function hideRemoved(
  messages: readonly MessageView[],
  hiddenIds: ReadonlySet<string>,
): readonly MessageView[] {
  if (hiddenIds.size === 0) return messages;
  return messages.map((message) =>
    hiddenIds.has(message.id)
      ? { ...message, deleted: true, text: '', photos: [], reactions: [], status: null }
      : message,
  );
}
