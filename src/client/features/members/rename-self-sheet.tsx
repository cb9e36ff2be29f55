import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/i18n/error-words.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { CommitError } from '#client/sync/engine-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { NAME_MAX_CHARACTERS } from '#domain/text.ts';

interface RenameSelfProps {
  readonly groupId: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** How one is called in this group; other groups keep their own. */
export function RenameSelfSheet({ open, ...rest }: RenameSelfProps & { readonly open: boolean }) {
  const { t } = useTranslation('members');
  return (
    <Sheet open={open} onClose={rest.onClose} title={t('rename.title')} closeLabel={t('close')}>
      <RenameSelfForm {...rest} />
    </Sheet>
  );
}

function RenameSelfForm({ groupId, name: before, onClose }: RenameSelfProps) {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const words = useErrorWords();
  const [name, setName] = useState(before);
  const [error, setError] = useState<CommitError | null>(null);
  const blank = name.trim() === '';

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (blank) return;
    if (name.trim() === before) {
      onClose();
      return;
    }
    const saved = await engine.commit([{ type: 'member.renamed', groupId, body: { name: name.trim() } }]);
    if (saved.ok) onClose();
    else setError(saved.error);
  };

  return (
    <form onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
      <TextField
        label={t('rename.name')}
        value={name}
        maxLength={NAME_MAX_CHARACTERS}
        onChange={(event) => setName(event.target.value)}
        error={blank ? t('rename.invalid') : error ? words('commit', error).text : undefined}
      />
      <Button type="submit" wide disabled={blank}>
        {t('rename.save')}
      </Button>
    </form>
  );
}
