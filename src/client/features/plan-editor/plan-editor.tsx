/** The text of a plan as one writes it: Tiptap on the shared document, its tools, and what they open. */
import type { Editor } from '@tiptap/core';
import type { Node, ResolvedPos } from '@tiptap/pm/model';
import { Selection } from '@tiptap/pm/state';
import { EditorContent, useEditor } from '@tiptap/react';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { type Attaching, picturesIn, useAttach } from '#client/photos/use-attach.ts';
import { listPresent } from '#client/rooms/present-members.ts';
import type { OpenPlanText } from '#client/session/plan-text.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { StatusLine } from '#client/ui/status-line.tsx';
import { useMediaQuery, WIDE } from '#client/ui/use-media-query.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { PlanCommentRow } from '#domain/plans/plan-rows.ts';
import { useCaretSource } from './carets/use-caret-source.ts';
import { useCommentSource } from './comments/use-comment-source.ts';
import './editor.css';
import { EditorSheets, type Opened } from './editor-sheets.tsx';
import { EditorTools } from './editor-tools.tsx';
import { FindBar } from './find/find-bar.tsx';
import { useOpenAtBlock } from './find/use-open-at-block.ts';
import { MentionList } from './mention-list.tsx';
import { createMentionSource, type Mentionable } from './mention-source.ts';
import { MergeNotes } from './merges/merge-notes.tsx';
import { insertPhoto } from './photos/insert-photo.ts';
import { planExtensions } from './plan-extensions.ts';
import { guardBinding } from './schema/guard-binding.ts';
import { PLAN_VOCABULARY } from './schema/plan-vocabulary.ts';
import { useCheckWords } from './use-check-words.ts';

export interface PlanEditorProps {
  readonly group: GroupView;
  readonly planId: string;
  readonly text: OpenPlanText;
  /** What is shown: of `text`, or a copy of it that nobody else sees. */
  readonly fragment: Y.XmlFragment;
  readonly comments: readonly PlanCommentRow[];
  readonly isEditable: boolean;
  /** Something came into the text that this app does not know: the editor is off the text already. */
  readonly onUnknown: () => void;
}

/** Shown anew when what it is given changes, not with every word that is saved. */
export const PlanEditor = memo(function PlanEditor({
  group,
  planId,
  text,
  fragment,
  comments,
  isEditable,
  onUnknown,
}: PlanEditorProps) {
  const { t } = useTranslation('editor');
  const fail = useFailureToast();
  const isWide = useMediaQuery(WIDE);
  const words = useCheckWords();
  const { groupId } = group;
  const [opened, setOpened] = useState<Opened | null>(null);
  const [isFinding, setFinding] = useState(false);
  const [isSought, setSought] = useState(false);
  const [pasting, setPasting] = useState<number | null>(null);
  const people = usePresent(group);
  const present = useRef(people);
  present.current = people;
  const mentions = useMemo(() => createMentionSource(() => present.current), []);
  const { source: carets, here } = useCaretSource(group, planId, text.doc.clientID);
  const commentSource = useCommentSource(comments, (commentId) => setOpened({ what: 'comments', commentId }));
  const attach = useRef<Attaching['attach']>(undefined);
  const editor = useEditor(
    {
      extensions: planExtensions({
        photos: { groupId, onDetails: (pos) => setOpened({ what: 'photo', pos }) },
        fragment,
        mentions,
        carets,
        comments: commentSource,
        checks: { words, onDetails: (pos) => setOpened({ what: 'check', pos }) },
        placeholder: isEditable ? t('placeholder') : '',
        paste: {
          onTooLong: () => fail('plan.paste-too-long'),
          onProgress: setPasting,
          onPictures: (transfer) => {
            const pictures = picturesIn(transfer);
            void attach.current?.(pictures);
            return pictures.length > 0;
          },
          readMarkdown: async (pasted, schema) => {
            const { readMarkdownNodes } = await import('./paste/read-markdown-nodes.ts');
            return readMarkdownNodes(pasted, schema, present.current);
          },
        },
      }),
      editable: isEditable,
      // The shared text takes its place at once. Said as nodes: markup in a string is what the page's policy does not let in.
      content: { type: 'doc', content: [{ type: 'paragraph' }] },
      // Its style would be a tag the page's policy does not let in; ours is editor.css.
      injectCSS: false,
      editorProps: {
        attributes: {
          class: 'plan-text',
          'aria-label': t('text'),
          'aria-multiline': 'true',
          role: 'textbox',
        },
        handleKeyDown: (view, event) => {
          if (isToEnd(event) && view.editable && endsInNoLine(view.state.doc)) {
            const {
              tr,
              schema: { nodes },
            } = view.state;
            if (nodes.paragraph) tr.insert(tr.doc.content.size, nodes.paragraph.create());
            view.dispatch(tr.setSelection(Selection.atEnd(tr.doc)).scrollIntoView());
            return true;
          }
          if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey)
            return false;
          event.preventDefault();
          setFinding(true);
          return true;
        },
      },
    },
    [groupId, fragment],
  );
  useEffect(
    () =>
      guardBinding(fragment, PLAN_VOCABULARY, () => {
        editor.destroy();
        onUnknown();
      }),
    [editor, fragment, onUnknown],
  );
  const onAttached = useCallback(
    (photo: Attachment) => {
      if (!editor.isDestroyed) insertPhoto(editor.view, photo);
    },
    [editor],
  );
  const attaching = useAttach(groupId, 0, onAttached);
  attach.current = attaching?.attach;
  const showSought = useCallback(() => {
    setSought(true);
    setFinding(true);
  }, []);
  useOpenAtBlock(editor, showSought);
  if (editor.isDestroyed) return null;
  const closeFind = (by?: 'key'): void => {
    setFinding(false);
    setSought(false);
    // Whoever has a keyboard goes on with it; on a phone none is to rise.
    if (by === 'key') editor.commands.focus(undefined, { scrollIntoView: false });
  };
  const tools = isEditable && (
    <EditorTools
      editor={editor}
      isWide={isWide}
      isFinding={isFinding}
      openComments={
        comments.filter((comment) => comment.resolvedBy === null && comment.replyTo === null).length
      }
      attaching={attaching}
      onFind={() => (isFinding ? closeFind() : setFinding(true))}
      onOpen={(open) => setOpened(open === 'check' ? checkAt(editor.state.selection.$from) : open)}
    />
  );
  return (
    <>
      {isWide && tools}
      {isFinding && <FindBar editor={editor} isForReading={isSought} onClose={closeFind} />}
      <MergeNotes editor={editor} text={text} group={group} />
      <HereNow names={here.map(({ memberId }) => carets.nameOf(memberId)).filter((name) => name !== '')} />
      <StatusLine tone={pasting === null ? undefined : 'wait'} label={t('paste.label')}>
        {pasting !== null && t('paste.running', { percent: Math.round(pasting * 100) })}
      </StatusLine>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: below the text; the keyboard reaches the text itself. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: same. */}
      <div className="min-h-0 flex-1 overflow-y-auto" onClick={(event) => toEnd(event.target, editor)}>
        <EditorContent editor={editor} className="min-h-full" />
      </div>
      <MentionList source={mentions} textbox={editor.view.dom} />
      {!isWide && tools}
      <EditorSheets
        editor={editor}
        opened={opened}
        group={group}
        planId={planId}
        text={text}
        comments={comments}
        people={people}
        mayWrite={isEditable}
        onOpen={setOpened}
        onClose={() => setOpened(null)}
      />
    </>
  );
});

function usePresent({ members }: GroupView): readonly Mentionable[] {
  return useMemo(() => listPresent({ members }), [members]);
}

function HereNow({ names }: { readonly names: readonly string[] }) {
  const { t, i18n } = useTranslation('editor');
  const who = new Intl.ListFormat(i18n.language).format([...new Set(names)]);
  return (
    <p role="status" className="shrink-0 truncate px-4 pb-1 text-xs text-muted empty:hidden">
      {names.length > 0 && t('here', { who })}
    </p>
  );
}

/** Of the check item that the position is in. */
function checkAt($pos: ResolvedPos): Opened | null {
  for (let depth = $pos.depth; depth > 0; depth--) {
    if ($pos.node(depth).type.name === 'taskItem') return { what: 'check', pos: $pos.before(depth) };
  }
  return null;
}

/** Ctrl+End, and what a Mac has for it. */
function isToEnd({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  return !shiftKey && !altKey && ((key === 'End' && ctrlKey) || (key === 'ArrowDown' && metaKey));
}

/** There the browser would put the caret beside the text, and what is typed lands in the wrong place. */
function endsInNoLine({ lastChild }: Node): boolean {
  return lastChild !== null && (lastChild.type.name === 'table' || lastChild.isAtom);
}

/** A press below the text goes on writing at its end; behind a table or a photo in a line of its own. */
function toEnd(target: EventTarget, editor: Editor): void {
  const { dom } = editor.view;
  if (!editor.isEditable || (target !== dom && target !== dom.parentElement) || editor.isFocused) return;
  const { doc } = editor.state;
  const chain = editor.chain();
  if (doc.lastChild && !doc.lastChild.isTextblock) {
    chain.insertContentAt(doc.content.size, { type: 'paragraph' });
  }
  chain.focus('end').run();
}
