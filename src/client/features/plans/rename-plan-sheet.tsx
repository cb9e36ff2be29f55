import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanView } from '#client/store/plan-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { lastEmoji } from './last-emoji.ts';
import type { PlanCommands } from './use-plan-commands.ts';
import { useTitleField } from './use-title-field.ts';

export interface RenamePlanSheetProps {
  readonly plan: PlanView;
  readonly commands: PlanCommands;
  readonly onClose: () => void;
}

export function RenamePlanSheet({ plan, commands, onClose }: RenamePlanSheetProps) {
  const { t } = useTranslation('plans');
  const title = useTitleField(plan.title);
  const [icon, setIcon] = useState(plan.icon ?? '');
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (title.error !== undefined) return;
    if (await commands.rename(plan, { title: title.value.trim(), icon: icon || null })) onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t('rename.title')} closeLabel={t('close')}>
      <form onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4">
        <TextField
          label={t('rename.name')}
          value={title.value}
          onChange={(event) => title.change(event.target.value)}
          error={title.error}
        />
        <TextField
          label={t('rename.icon')}
          value={icon}
          onChange={(event) => setIcon(lastEmoji(event.target.value))}
        />
        <Button type="submit" wide>
          {t('rename.save')}
        </Button>
      </form>
    </Sheet>
  );
}
