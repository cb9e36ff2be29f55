/** A new plan: from which template, what it is called, in which folder. */
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanView } from '#client/store/plan-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { FolderField, useFolderField } from './folder-field.tsx';
import { TEMPLATE_ICONS, TEMPLATES, type Template } from './plan-templates.ts';
import type { PlanCommands } from './use-plan-commands.ts';
import { useTitleField } from './use-title-field.ts';

export interface CreatePlanSheetProps {
  readonly plans: readonly PlanView[];
  readonly commands: PlanCommands;
  readonly onClose: () => void;
}

export function CreatePlanSheet({ plans, commands, onClose }: CreatePlanSheetProps) {
  const { t } = useTranslation('plans');
  const { t: templates } = useTranslation('planTemplates');
  const [template, setTemplate] = useState<Template>('trip');
  const [isSaving, setIsSaving] = useState(false);
  const title = useTitleField('');
  const folder = useFolderField('', plans);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (title.error !== undefined || folder.name === undefined || isSaving) return;
    setIsSaving(true);
    const name = title.value.trim() || (template === 'blank' ? '' : templates(`${template}.name`));
    const isMade = await commands.create({ template, title: name, folder: folder.name });
    setIsSaving(false);
    if (isMade) onClose();
  };
  return (
    <Sheet open isForReading onClose={onClose} title={t('create.title')} closeLabel={t('close')}>
      <form onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4">
        <TemplateChoice value={template} onChange={setTemplate} />
        <TextField
          label={t('create.name')}
          value={title.value}
          placeholder={template === 'blank' ? t('untitled') : templates(`${template}.name`)}
          onChange={(event) => title.change(event.target.value)}
          error={title.error}
        />
        <FolderField field={folder} label={t('create.folder')} />
        <Button type="submit" wide busy={isSaving}>
          {t('create.save')}
        </Button>
      </form>
    </Sheet>
  );
}

function TemplateChoice({
  value,
  onChange,
}: {
  readonly value: Template;
  readonly onChange: (template: Template) => void;
}) {
  const { t } = useTranslation('plans');
  const { t: templates } = useTranslation('planTemplates');
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 text-s font-semibold">{t('create.choose')}</legend>
      <div className="grid grid-cols-2 gap-2">
        {TEMPLATES.map((template) => (
          <label
            key={template}
            className="target relative flex cursor-pointer flex-col gap-0.5 rounded-m border border-line p-3 has-checked:border-transparent has-checked:bg-own has-checked:text-own-ink has-focus-visible:outline-2 has-focus-visible:outline-brand"
          >
            <input
              type="radio"
              name={name}
              value={template}
              aria-label={templates(`${template}.name`)}
              checked={template === value}
              onChange={() => onChange(template)}
              className="absolute inset-0 z-10 cursor-pointer opacity-0"
            />
            <span className="text-s font-semibold">
              <span aria-hidden="true">{TEMPLATE_ICONS[template]} </span>
              {templates(`${template}.name`)}
            </span>
            <span className="text-xs text-pretty">{templates(`${template}.about`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
