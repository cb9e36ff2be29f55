import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useNameField } from '#client/i18n/use-name-field.ts';
import { useEngine } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';

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
  const field = useNameField(before);
  const [failure, setFailure] = useState<string>();

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const name = field.check();
    if (name === undefined) return;
    if (name === before) return onClose();
    const saved = await engine.commit([{ type: 'member.renamed', groupId, body: { name } }]);
    if (saved.ok) onClose();
    else setFailure(words(`commit.${saved.error}`).brief);
  };

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <TextField
        label={t('rename.name')}
        value={field.value}
        onChange={(event) => field.change(event.target.value)}
        error={field.error ?? failure}
      />
      <Button type="submit" wide>
        {t('rename.save')}
      </Button>
    </form>
  );
}
