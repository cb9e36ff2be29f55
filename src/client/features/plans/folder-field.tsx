/** In which folder: none, one there is, or another one, which exists as soon as a plan is in it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNameField } from '#client/i18n/use-name-field.ts';
import type { PlanView } from '#client/store/plan-types.ts';
import { Choice } from '#client/ui/choice.tsx';
import { TextField } from '#client/ui/text-field.tsx';

export interface FolderChoice {
  readonly names: readonly string[];
  /** Of those there are; '' is none, null another one. */
  readonly chosen: string | null;
  readonly choose: (folder: string | null) => void;
  readonly other: ReturnType<typeof useNameField>;
  /** undefined: another one that has no name yet. */
  readonly name: string | undefined;
}

export function useFolderField(initial: string, plans: readonly PlanView[]): FolderChoice {
  const { i18n } = useTranslation();
  const names = [
    ...new Set(plans.filter(({ archivedAt }) => archivedAt === null).map(({ folder }) => folder)),
  ]
    .filter((folder) => folder !== '')
    .sort(new Intl.Collator(i18n.language, { numeric: true }).compare);
  const [chosen, choose] = useState<string | null>(initial);
  const other = useNameField();
  const typed = other.value.trim();
  return {
    names: initial === '' || names.includes(initial) ? names : [initial, ...names],
    chosen,
    choose,
    other,
    name: chosen ?? (typed === '' || other.error !== undefined ? undefined : typed),
  };
}

/** A radio's value cannot be null, and a folder may be called anything: names carry a sign in front. */
const NONE = 'none';
const OTHER = 'other';

export function FolderField({ field, label }: { readonly field: FolderChoice; readonly label: string }) {
  const { t } = useTranslation('plans');
  const value = field.chosen === null ? OTHER : field.chosen === '' ? NONE : `=${field.chosen}`;
  return (
    <div className="flex flex-col gap-2">
      <span aria-hidden="true" className="text-s font-semibold">
        {label}
      </span>
      <Choice
        label={label}
        value={value}
        options={[
          { value: NONE, label: t('move.none') },
          ...field.names.map((name) => ({ value: `=${name}`, label: name })),
          { value: OTHER, label: t('move.new') },
        ]}
        onChange={(next) => field.choose(next === OTHER ? null : next === NONE ? '' : next.slice(1))}
      />
      {field.chosen === null && (
        <TextField
          label={t('move.newName')}
          value={field.other.value}
          onChange={(event) => field.other.change(event.target.value)}
          error={field.other.error}
        />
      )}
    </div>
  );
}
