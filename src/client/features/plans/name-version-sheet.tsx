import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useNameField } from '#client/i18n/use-name-field.ts';
import { useEngine } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { useToast } from '#client/ui/toast.tsx';

export interface NameVersionSheetProps {
  readonly place: { readonly groupId: string; readonly planId: string };
  readonly onClose: () => void;
}

export function NameVersionSheet({ place: { groupId, planId }, onClose }: NameVersionSheetProps) {
  const { t } = useTranslation('plans');
  const engine = useEngine();
  const words = useErrorWords();
  const toast = useToast();
  const field = useNameField();
  const [failure, setFailure] = useState<string>();
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const name = field.check();
    if (name === undefined) return;
    const body = { planId, versionId: engine.newId(), name };
    const saved = await engine.commit([{ type: 'plan.version-named', groupId, body }]);
    if (!saved.ok) return setFailure(words(`commit.${saved.error}`).brief);
    toast.show({ text: t('versions.named', { name }) });
    onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t('versions.nameTitle')} closeLabel={t('close')}>
      <form onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4">
        <TextField
          label={t('versions.nameLabel')}
          hint={t('versions.nameHint')}
          value={field.value}
          onChange={(event) => field.change(event.target.value)}
          error={field.error ?? failure}
        />
        <Button type="submit" wide>
          {t('versions.nameSave')}
        </Button>
      </form>
    </Sheet>
  );
}
