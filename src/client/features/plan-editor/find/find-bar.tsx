/** Find in this text: what is sought, how often it is there, on to the next and back. Esc ends it. */
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import X from 'lucide-react/icons/x';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '#client/ui/icon-button.tsx';
import { getFound, look, seek } from './find-plugin.ts';

export interface FindBarProps {
  readonly editor: Editor;
  /** Something was sought before it opened: one came to read, and no keyboard is to rise. */
  readonly isForReading: boolean;
  readonly onClose: (by?: 'key') => void;
}

export function FindBar({ editor, isForReading, onClose }: FindBarProps) {
  const { t } = useTranslation('editor');
  const input = useRef<HTMLInputElement>(null);
  const { query, found, active } = useEditorState({
    editor,
    selector: ({ editor }) => getFound(editor.state),
  });
  useEffect(() => {
    if (!isForReading) input.current?.focus();
    return () => {
      if (!editor.isDestroyed) editor.view.dispatch(seek(editor.state, ''));
    };
  }, [editor, isForReading]);
  const place = found[active];
  useEffect(() => {
    if (place && !editor.isDestroyed) scrollTo(editor, place.from);
  }, [editor, place]);
  const go = (by: 1 | -1): void => editor.view.dispatch(look(editor.state, by));
  return (
    <search className="flex shrink-0 items-center gap-1 border-b border-line bg-surface px-2 py-1">
      <input
        ref={input}
        type="search"
        aria-label={t('find.label')}
        placeholder={t('find.short')}
        value={query}
        enterKeyHint="search"
        className="target min-w-0 flex-1 rounded-m border border-line bg-ground px-3 text-m [&::-webkit-search-cancel-button]:hidden"
        onChange={({ target }) => editor.view.dispatch(seek(editor.state, target.value))}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose('key');
          else if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
          else return;
          event.preventDefault();
        }}
      />
      <span role="status" className="min-w-12 text-center text-s text-muted tabular">
        {query.trim() !== '' &&
          (found.length === 0
            ? t('find.none')
            : t('find.place', { number: active + 1, count: found.length }))}
      </span>
      <IconButton
        label={t('find.previous')}
        disabled={found.length === 0}
        icon={<ChevronUp aria-hidden="true" size={20} />}
        onClick={() => go(-1)}
      />
      <IconButton
        label={t('find.next')}
        disabled={found.length === 0}
        icon={<ChevronDown aria-hidden="true" size={20} />}
        onClick={() => go(1)}
      />
      <IconButton
        label={t('find.close')}
        icon={<X aria-hidden="true" size={20} />}
        onClick={() => onClose()}
      />
    </search>
  );
}

/** Into the middle of what is seen, without taking the caret there. */
export function scrollTo(editor: Editor, pos: number): void {
  const { node } = editor.view.domAtPos(pos);
  const element = node instanceof Element ? node : node.parentElement;
  element?.scrollIntoView({ block: 'center' });
}
