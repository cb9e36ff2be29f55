/** What the plan is called. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useEngine } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';

export interface RenameSheetProps {
  readonly groupId: string;
  readonly plan: { readonly id: string; readonly title: string };
  readonly onClose: () => void;
}

/** Of a title; above it a list breaks. */
const TITLE_MAX = 200;

export function RenameSheet({ groupId, plan, onClose }: RenameSheetProps) {
  const { t } = useTranslation('editor');
  const engine = useEngine();
  const errorWords = useErrorWords();
  const [title, setTitle] = useState(plan.title);
  const [error, setError] = useState<string>();
  const save = async (): Promise<void> => {
    const body = { planId: plan.id, title: title.trim() };
    if (body.title === plan.title) return onClose();
    const done = await engine.commit([{ type: 'plan.renamed', groupId, body }]);
    if (done.ok) onClose();
    else setError(errorWords(`commit.${done.error}`).brief);
  };
  return (
    <Sheet open onClose={onClose} title={t('rename')} closeLabel={t('close')}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t('titleField')}
          value={title}
          maxLength={TITLE_MAX}
          error={error}
          onChange={({ target }) => setTitle(target.value)}
        />
        <Button wide type="submit">
          {t('check.save')}
        </Button>
      </form>
    </Sheet>
  );
}
