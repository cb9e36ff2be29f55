/** The toolbar with the tools that open something, as the place of the caret has it. */
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import ImagePlus from 'lucide-react/icons/image-plus';
import LinkIcon from 'lucide-react/icons/link';
import ListTree from 'lucide-react/icons/list-tree';
import MessageSquarePlus from 'lucide-react/icons/message-square-plus';
import MessageSquareText from 'lucide-react/icons/message-square-text';
import Search from 'lucide-react/icons/search';
import TableProperties from 'lucide-react/icons/table-properties';
import UserRound from 'lucide-react/icons/user-round';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attaching } from '#client/photos/use-attach.ts';
import type { Opened } from './editor-sheets.tsx';
import { ToolButton, Toolbar } from './toolbar/toolbar.tsx';

export interface EditorToolsProps {
  readonly editor: Editor;
  readonly isWide: boolean;
  readonly isFinding: boolean;
  readonly openComments: number;
  /** null: this session keeps no photos. */
  readonly attaching: Attaching | null;
  readonly onFind: () => void;
  readonly onOpen: (opened: Exclude<Opened, { pos: number }> | 'check') => void;
}

export function EditorTools({
  editor,
  isWide,
  isFinding,
  openComments,
  attaching,
  onFind,
  onOpen,
}: EditorToolsProps) {
  const { t } = useTranslation('editor');
  const file = useRef<HTMLInputElement>(null);
  const at = useEditorState({
    editor,
    selector: ({ editor }) => ({
      isInLink: editor.isActive('link'),
      isInTable: editor.isActive('table'),
      isInCheck: editor.isActive('taskItem'),
    }),
  });
  return (
    <Toolbar
      editor={editor}
      isWide={isWide}
      place={[at.isInCheck && 'check', at.isInTable && 'table'].filter(Boolean).join(' ')}
      first={
        <>
          {at.isInCheck && (
            <ToolButton
              label={t('tool.details')}
              icon={<UserRound aria-hidden="true" size={20} />}
              opens="dialog"
              onPress={() => onOpen('check')}
            />
          )}
          {at.isInTable && (
            <ToolButton
              label={t('tool.tableActions')}
              icon={<TableProperties aria-hidden="true" size={20} />}
              opens="dialog"
              onPress={() => onOpen({ what: 'table' })}
            />
          )}
        </>
      }
    >
      <ToolButton
        label={t('tool.link')}
        icon={<LinkIcon aria-hidden="true" size={20} />}
        isOn={at.isInLink}
        opens="dialog"
        onPress={() => onOpen({ what: 'link' })}
      />
      {attaching && (
        <ToolButton
          label={t('tool.photo')}
          icon={
            <ImagePlus aria-hidden="true" size={20} className={attaching.isBusy ? 'animate-pulse' : ''} />
          }
          isUnusable={attaching.isBusy}
          onPress={() => file.current?.click()}
        />
      )}
      <ToolButton
        label={t('comments.add')}
        icon={<MessageSquarePlus aria-hidden="true" size={20} />}
        opens="dialog"
        onPress={() => onOpen({ what: 'comment' })}
      />
      <ToolButton
        label={openComments > 0 ? t('comments.open', { count: openComments }) : t('comments.title')}
        icon={<MessageSquareText aria-hidden="true" size={20} />}
        opens="dialog"
        onPress={() => onOpen({ what: 'comments' })}
      />
      <ToolButton
        label={t('find.open')}
        icon={<Search aria-hidden="true" size={20} />}
        isOn={isFinding}
        onPress={onFind}
      />
      <ToolButton
        label={t('about.open')}
        icon={<ListTree aria-hidden="true" size={20} />}
        opens="dialog"
        onPress={() => onOpen({ what: 'about' })}
      />
      <input
        ref={file}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={t('tool.photo')}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // The same file again is a choice too.
          target.value = '';
          void attaching?.attach(files);
        }}
      />
    </Toolbar>
  );
}
