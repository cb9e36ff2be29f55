/** A few words about the text. They leave the field only when they are on the disk. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';

export interface CommentFormProps {
  readonly label: string;
  readonly present?: string;
  /** What it will point at. */
  readonly quote?: string | undefined;
  readonly onCancel: () => void;
  /** False: it is not saved, and stays in the field. */
  readonly onSay: (text: string) => Promise<boolean>;
}

const COMMENT_MAX = 4_000;

export function CommentForm({ label, present = '', quote = '', onCancel, onSay }: CommentFormProps) {
  const { t } = useTranslation('editor');
  const [text, setText] = useState(present);
  const [isBusy, setBusy] = useState(false);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={async (event) => {
        event.preventDefault();
        if (text.trim() === '' || isBusy) return;
        setBusy(true);
        await onSay(text.trim());
        setBusy(false);
      }}
    >
      {quote !== '' && (
        <p className="line-clamp-3 border-s-3 border-wait ps-2 text-s text-muted wrap-anywhere">
          <bdi>{quote}</bdi>
        </p>
      )}
      <textarea
        aria-label={label}
        value={text}
        maxLength={COMMENT_MAX}
        rows={3}
        dir="auto"
        onChange={({ target }) => setText(target.value)}
        className="w-full rounded-m border border-line bg-surface px-3 py-2 text-m"
      />
      <div className="flex gap-2">
        <Button type="submit" busy={isBusy} disabled={text.trim() === ''}>
          {label}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
