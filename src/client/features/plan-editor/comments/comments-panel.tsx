/** What is said about the text: threads, with what they point at; said, answered, corrected, settled and taken back here. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RowBoundary } from '#client/boundaries/row-boundary.tsx';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { isPermitted } from '#domain/permissions.ts';
import type { PlanCommentRow } from '#domain/plans/plan-rows.ts';
import { CommentForm } from './comment-form.tsx';
import { type CommentThread, listThreads } from './comment-threads.ts';
import type { CommentCommands } from './use-comment-commands.ts';

export interface CommentsPanelProps {
  readonly group: GroupView;
  readonly comments: readonly PlanCommentRow[];
  readonly commands: CommentCommands;
  readonly mayWrite: boolean;
  /** The comment that was pressed in the text. */
  readonly shown: string | undefined;
  /** null: what it pointed at is gone. */
  readonly onGo: (comment: PlanCommentRow) => (() => void) | null;
}

export function CommentsPanel({ comments, ...rest }: CommentsPanelProps) {
  const { t } = useTranslation('editor');
  const threads = listThreads(comments);
  const open = threads.filter(({ first }) => first.resolvedBy === null);
  const settled = threads.filter(({ first }) => first.resolvedBy !== null);
  if (threads.length === 0) return <p className="py-2 text-s text-muted">{t('comments.none')}</p>;
  return (
    <div className="flex flex-col gap-4">
      <ThreadList threads={open} {...rest} />
      {settled.length > 0 && (
        <details>
          <summary className="target content-center font-semibold">
            {t('comments.settled', { count: settled.length })}
          </summary>
          <ThreadList threads={settled} {...rest} />
        </details>
      )}
    </div>
  );
}

type Rest = Omit<CommentsPanelProps, 'comments'>;

function ThreadList({ threads, ...rest }: Rest & { readonly threads: readonly CommentThread[] }) {
  return (
    <ul className="flex flex-col gap-4">
      {threads.map((thread) => (
        <li key={thread.first.id} className="border-b border-line pb-3">
          <RowBoundary what="row" text={() => thread.first.text} resetKeys={[thread.first]}>
            <Thread thread={thread} {...rest} />
          </RowBoundary>
        </li>
      ))}
    </ul>
  );
}

function Thread({ thread: { first, replies }, ...rest }: Rest & { readonly thread: CommentThread }) {
  const { t } = useTranslation('editor');
  const { commands, mayWrite, shown, onGo } = rest;
  const place = useRef<HTMLDivElement>(null);
  const isShown = shown === first.id;
  useEffect(() => {
    if (isShown) place.current?.scrollIntoView({ block: 'center' });
  }, [isShown]);
  const [isReplying, setReplying] = useState(false);
  const go = onGo(first);
  const isSettled = first.resolvedBy !== null;
  return (
    <div ref={place} className="flex flex-col gap-2">
      {first.quote !== '' &&
        (go ? (
          <button
            type="button"
            onClick={go}
            className="target border-s-3 border-wait ps-2 text-start text-s text-muted wrap-anywhere"
          >
            <bdi>{first.quote}</bdi>
          </button>
        ) : (
          <p className="border-s-3 border-line ps-2 text-s text-muted wrap-anywhere">
            <bdi>{first.quote}</bdi> · {t('comments.placeGone')}
          </p>
        ))}
      <Comment comment={first} {...rest} />
      {replies.map((reply) => (
        <div key={reply.id} className="ps-4">
          <Comment comment={reply} {...rest} />
        </div>
      ))}
      {mayWrite &&
        (isReplying ? (
          <CommentForm
            label={t('comments.reply')}
            onCancel={() => setReplying(false)}
            onSay={async (text) => {
              const done = await commands.reply(first.id, text);
              if (done) setReplying(false);
              return done;
            }}
          />
        ) : (
          <div className="flex gap-2">
            <Button variant="text" onClick={() => setReplying(true)}>
              {t('comments.reply')}
            </Button>
            <Button
              variant="text"
              onClick={() => void (isSettled ? commands.reopen(first.id) : commands.resolve(first.id))}
            >
              {t(isSettled ? 'comments.reopen' : 'comments.resolve')}
            </Button>
          </div>
        ))}
    </div>
  );
}

function Comment({
  comment,
  group,
  commands,
  mayWrite,
}: Pick<Rest, 'group' | 'commands' | 'mayWrite'> & { readonly comment: PlanCommentRow }) {
  const { t } = useTranslation('editor');
  const formats = useFormats();
  const engine = useEngine();
  const [isEditing, setEditing] = useState(false);
  const isOwn = comment.authorId === group.myMemberId;
  const author = group.members.find(({ memberId }) => memberId === comment.authorId)?.name ?? '';
  if (comment.deletedBy !== null) return <p className="text-s text-muted italic">{t('comments.deleted')}</p>;
  if (isEditing) {
    return (
      <CommentForm
        label={t('comments.edit')}
        present={comment.text}
        onCancel={() => setEditing(false)}
        onSay={async (text) => {
          const done = await commands.edit(comment.id, text);
          if (done) setEditing(false);
          return done;
        }}
      />
    );
  }
  const may = (type: 'plan.comment-edited' | 'plan.comment-deleted'): boolean =>
    mayWrite && isPermitted(type, group.myRole, isOwn);
  return (
    <article aria-label={t('comments.of', { name: author })}>
      <p className="text-xs text-muted">
        <bdi className="font-semibold">{author}</bdi> · {formats.ago(comment.at, engine.correctedNow())}
        {comment.editedAt !== null && ` · ${t('comments.edited')}`}
      </p>
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
        {comment.text}
      </p>
      <div className="flex gap-2">
        {may('plan.comment-edited') && (
          <Button variant="text" onClick={() => setEditing(true)}>
            {t('comments.edit')}
          </Button>
        )}
        {may('plan.comment-deleted') && (
          <Button variant="text" onClick={() => void commands.remove(comment.id)}>
            {t('comments.delete')}
          </Button>
        )}
      </div>
    </article>
  );
}
