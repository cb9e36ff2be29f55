import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanView } from '#client/store/plan-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { FolderField, useFolderField } from './folder-field.tsx';
import type { PlanCommands } from './use-plan-commands.ts';

export interface MovePlanSheetProps {
  readonly plan: PlanView;
  readonly plans: readonly PlanView[];
  readonly commands: PlanCommands;
  readonly onClose: () => void;
}

export function MovePlanSheet({ plan, plans, commands, onClose }: MovePlanSheetProps) {
  const { t } = useTranslation('plans');
  const folder = useFolderField(plan.folder, plans);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (folder.name === undefined) {
      folder.other.check();
      return;
    }
    if (folder.name === plan.folder || (await commands.move(plan, folder.name))) onClose();
  };
  const name = plan.title || t('untitled');
  return (
    <Sheet open isForReading onClose={onClose} title={t('move.title', { name })} closeLabel={t('close')}>
      <form onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4">
        <FolderField field={folder} label={t('move.to')} />
        <Button type="submit" wide>
          {t('move.save')}
        </Button>
      </form>
    </Sheet>
  );
}
