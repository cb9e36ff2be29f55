/** Where the selected words lead. Only addresses of the web, of mail and of telephones: see `safe-link.ts`. */
import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { safeLink } from '../schema/safe-link.ts';

export function LinkSheet({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
  const { t } = useTranslation('editor');
  const present = String(editor.getAttributes('link').href ?? '');
  const [typed, setTyped] = useState(present);
  const [isRefused, setRefused] = useState(false);
  const save = (): void => {
    const href = safeLink(typed);
    if (href === null) {
      setRefused(true);
      return;
    }
    onClose();
    const chain = editor.chain().focus().extendMarkRange('link');
    if (editor.state.selection.empty && present === '') {
      chain
        .insertContent({ type: 'text', text: typed.trim(), marks: [{ type: 'link', attrs: { href } }] })
        .run();
    } else chain.setLink({ href }).run();
  };
  return (
    <Sheet open onClose={onClose} title={t('link.title')} closeLabel={t('close')}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label={t('link.address')}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setRefused(false);
          }}
          inputMode="url"
          autoCapitalize="none"
          {...(isRefused && { error: t('link.refused') })}
        />
        <Button wide type="submit">
          {t('link.save')}
        </Button>
        {present !== '' && (
          <>
            <a
              href={safeLink(present) ?? undefined}
              target="_blank"
              rel="noopener noreferrer"
              className="target inline-grid place-items-center font-semibold text-brand underline"
            >
              {t('link.open')}
            </a>
            <Button
              wide
              variant="danger"
              onClick={() => {
                onClose();
                editor.chain().focus().extendMarkRange('link').unsetLink().run();
              }}
            >
              {t('link.remove')}
            </Button>
          </>
        )}
      </form>
    </Sheet>
  );
}
