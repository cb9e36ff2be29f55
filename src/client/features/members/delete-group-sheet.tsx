/** The question before a group ends for everybody: its name has to be written. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { useToast } from '#client/ui/toast.tsx';

interface DeleteGroupProps {
  readonly group: GroupView;
  readonly onClose: () => void;
}

export function DeleteGroupSheet({ open, ...rest }: DeleteGroupProps & { readonly open: boolean }) {
  const { t } = useTranslation('members');
  return (
    <Sheet
      open={open}
      onClose={rest.onClose}
      title={t('delete.title', { name: rest.group.name })}
      closeLabel={t('close')}
    >
      <DeleteGroupForm {...rest} />
    </Sheet>
  );
}

function DeleteGroupForm({ group: { groupId, name }, onClose }: DeleteGroupProps) {
  const { t } = useTranslation('members');
  const engine = useEngine();
  const toast = useToast();
  const [, navigate] = useLocation();
  const words = useErrorWords();
  const [written, setWritten] = useState('');
  const [error, setError] = useState<string>();

  const remove = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (written.trim() !== name.trim()) return setError(t('delete.otherName'));
    const saved = await engine.commit([{ type: 'group.deleted', groupId, body: {} }]);
    if (!saved.ok) return setError(words(`commit.${saved.error}`).brief);
    // Who ended it need not be told.
    await engine.dismissEnd(groupId);
    onClose();
    toast.show({ text: t('delete.done', { name }) });
    navigate('/', { replace: true });
  };

  return (
    <form onSubmit={remove} noValidate className="flex flex-col gap-4">
      <p className="text-pretty">{t('delete.text')}</p>
      <TextField
        label={t('delete.name')}
        value={written}
        onChange={(event) => {
          setWritten(event.target.value);
          setError(undefined);
        }}
        error={error}
      />
      <Button type="submit" wide variant="danger">
        {t('delete.confirm')}
      </Button>
    </form>
  );
}
