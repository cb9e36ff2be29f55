/** What is seen on a photo, in words; and the way to take it out of the plan. */
import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { findMoved } from '../find-moved.ts';

export interface PhotoSheetProps {
  readonly editor: Editor;
  /** Where the photo stands. */
  readonly pos: number;
  readonly onClose: () => void;
}

/** A few sentences: longer ones are text of the plan. */
const ALT_MAX = 500;

export function PhotoSheet({ editor, pos, onClose }: PhotoSheetProps) {
  const { t } = useTranslation('editor');
  const [photo] = useState(() => editor.state.doc.nodeAt(pos));
  const [alt, setAlt] = useState(() => String(photo?.attrs.alt ?? ''));
  if (photo?.type.name !== 'image') return null;
  const change = (make: (at: number) => typeof editor.state.tr): void => {
    onClose();
    const at = findMoved(editor, photo, pos);
    if (at !== null) editor.view.dispatch(make(at));
  };
  return (
    <Sheet open onClose={onClose} title={t('photo.title')} closeLabel={t('close')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          change((at) => editor.state.tr.setNodeAttribute(at, 'alt', alt.trim()));
        }}
      >
        <TextField
          label={t('photo.seen')}
          hint={t('photo.seenHint')}
          value={alt}
          maxLength={ALT_MAX}
          onChange={({ target }) => setAlt(target.value)}
        />
        <Button wide type="submit">
          {t('check.save')}
        </Button>
        <Button
          wide
          variant="danger"
          onClick={() => change((at) => editor.state.tr.delete(at, at + photo.nodeSize))}
        >
          {t('photo.remove')}
        </Button>
      </form>
    </Sheet>
  );
}
