/** Where an import begins: the file, why the last one would not do, and where other apps keep theirs. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { FileButton } from '#client/ui/file-button.tsx';
import type { FileTrouble } from './import-flow.tsx';

const APPS = ['whereSplitwise', 'whereSpliit', 'whereTricount', 'whereRacha'] as const;

export function ChooseFile({
  isReading,
  trouble,
  onChoose,
}: {
  readonly isReading: boolean;
  readonly trouble: FileTrouble | undefined;
  readonly onChoose: (file: File) => void;
}) {
  const { t } = useTranslation('files');
  const words = useErrorWords();
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-3">
      <h2 id={titleId} className="text-l font-bold">
        {t('import.title')}
      </h2>
      <p className="text-pretty text-muted">{t('import.about')}</p>
      {trouble && (
        <p role="alert" className="rounded-m bg-bad-soft px-4 py-3 text-s text-bad">
          {words(`import.${trouble}`).whole}
        </p>
      )}
      <FileButton
        label={isReading ? t('import.reading') : t('import.choose')}
        disabled={isReading}
        onChoose={onChoose}
      />
      <details className="rounded-m border border-line">
        <summary className="target flex cursor-pointer items-center px-4 text-s font-semibold">
          {t('import.where')}
        </summary>
        <ul className="flex flex-col gap-2 px-4 pb-4 text-s text-pretty text-muted">
          {APPS.map((app) => (
            <li key={app}>{t(`import.${app}`)}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
