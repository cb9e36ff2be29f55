/** What the tools of the editor open over it. */
import type { Editor } from '@tiptap/core';
import { useTranslation } from 'react-i18next';
import type { OpenPlanText } from '#client/session/plan-text.ts';
import { useItemToExpense } from '#client/session/use-item-to-expense.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Sheet } from '#client/ui/sheet.tsx';
import type { PlanCommentRow } from '#domain/plans/plan-rows.ts';
import { AboutSheet } from './about-sheet.tsx';
import { CheckDetailsSheet } from './check-details-sheet.tsx';
import { CommentForm } from './comments/comment-form.tsx';
import { rangeOf } from './comments/comment-marks.ts';
import { CommentsPanel } from './comments/comments-panel.tsx';
import { useCommentCommands } from './comments/use-comment-commands.ts';
import { scrollTo } from './find/find-bar.tsx';
import type { Mentionable } from './mention-source.ts';
import { PhotoSheet } from './photos/photo-sheet.tsx';
import { keepPlace, placeToText } from './shared-places.ts';
import { LinkSheet } from './toolbar/link-sheet.tsx';
import { TableSheet } from './toolbar/table-sheet.tsx';

export type Opened =
  | { readonly what: 'link' | 'table' | 'about' | 'comment' }
  | { readonly what: 'comments'; readonly commentId?: string }
  | { readonly what: 'check' | 'photo'; readonly pos: number };

export interface EditorSheetsProps {
  readonly editor: Editor;
  readonly opened: Opened | null;
  readonly group: GroupView;
  readonly planId: string;
  readonly text: OpenPlanText;
  readonly comments: readonly PlanCommentRow[];
  readonly people: readonly Mentionable[];
  readonly mayWrite: boolean;
  readonly onOpen: (opened: Opened) => void;
  readonly onClose: () => void;
}

/** What stood there, as much of it as one needs to know it again. */
const QUOTE_MAX = 200;

export function EditorSheets(props: EditorSheetsProps) {
  const { editor, opened, group, planId, comments, people, mayWrite, onClose } = props;
  const { t } = useTranslation('editor');
  const commands = useCommentCommands(group.groupId, planId);
  const toExpense = useItemToExpense(group, planId);
  switch (opened?.what) {
    case 'link':
      return <LinkSheet editor={editor} onClose={onClose} />;
    case 'table':
      return <TableSheet editor={editor} onClose={onClose} />;
    case 'about':
      return <AboutSheet editor={editor} text={props.text} group={group} onClose={onClose} />;
    case 'check':
      return (
        <CheckDetailsSheet
          editor={editor}
          pos={opened.pos}
          people={people}
          onExpense={mayWrite ? (words) => void toExpense(words) : undefined}
          onClose={onClose}
        />
      );
    case 'photo':
      return <PhotoSheet editor={editor} pos={opened.pos} onClose={onClose} />;
    case 'comment':
      return (
        // Keyed: it gives way to the next one, which must be another dialog, or the close of this one closes that.
        <Sheet key="comment" open onClose={onClose} title={t('comments.add')} closeLabel={t('close')}>
          <CommentForm
            label={t('comments.add')}
            quote={anchorOf(editor)?.quote}
            onCancel={onClose}
            onSay={async (said) => {
              const at = anchorOf(editor);
              const done = at !== null && (await commands.add(at, said));
              if (done) props.onOpen({ what: 'comments' });
              return done;
            }}
          />
        </Sheet>
      );
    case 'comments':
      return (
        <Sheet
          key="comments"
          open
          onClose={onClose}
          title={t('comments.title')}
          closeLabel={t('close')}
          isForReading
        >
          <CommentsPanel
            shown={opened.commentId}
            group={group}
            comments={comments}
            commands={commands}
            mayWrite={mayWrite}
            onGo={(comment) => {
              const range = rangeOf(editor.state, comment);
              return (
                range &&
                (() => {
                  onClose();
                  scrollTo(editor, range.from);
                })
              );
            }}
          />
        </Sheet>
      );
    case undefined:
      return null;
  }
}

/** Of what is selected; of the word or block around the caret when nothing is. */
function anchorOf(editor: Editor) {
  const { state } = editor;
  const { selection } = state;
  const { $from } = selection;
  const isBlock = selection.empty && $from.parent.isTextblock;
  const from = isBlock ? $from.start() : selection.from;
  const to = isBlock ? $from.end() : selection.to;
  const [start, end] = [keepPlace(state, from), keepPlace(state, to)];
  if (!start || !end) return null;
  // By letters: half a pair is none.
  const quote = [...state.doc.textBetween(from, to, ' ', ' ').trim()].slice(0, QUOTE_MAX).join('');
  return { anchor: { from: placeToText(start), to: placeToText(end) }, quote };
}
