/** Files become plans: chosen several at once, each with what came of it. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import type { PlanView } from '#client/store/plan-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { FileButton } from '#client/ui/file-button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { IMPORT_MAX_BYTES, type LeftOut } from './read-plan-file.ts';
import { type ImportedFile, usePlanImport } from './use-plan-import.ts';

export interface ImportSheetProps {
  readonly group: GroupView;
  readonly plans: readonly PlanView[];
  readonly onClose: () => void;
}

export function ImportSheet({ group, plans, onClose }: ImportSheetProps) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const { files, add, isRunning } = usePlanImport(group, plans);
  const done = files.filter(({ state }) => state.at === 'made' || state.at === 'failed').length;
  return (
    <Sheet open isForReading onClose={onClose} title={t('import.title')} closeLabel={t('close')}>
      <div className="flex flex-col gap-4">
        <p className="text-s text-pretty text-muted">
          {t('import.about', { size: formats.bytes(IMPORT_MAX_BYTES) })}
        </p>
        <FileButton label={t('import.choose')} isMany onChoose={add} />
        {files.length > 0 && (
          <>
            <p role="status" className="text-s font-semibold tabular">
              {t('import.progress', { done, of: files.length })}
            </p>
            {isRunning && (
              <progress className="w-full" value={done} max={files.length} aria-label={t('import.title')} />
            )}
            <ul aria-label={t('import.files')} className="flex flex-col gap-3">
              {files.map((file) => (
                <li key={file.key}>
                  <FileLine groupId={group.groupId} file={file} />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Sheet>
  );
}

const KINDS = ['pictures', 'comments', 'notes'] as const;

function LeftOutLine({ leftOut }: { readonly leftOut: LeftOut }) {
  const { t, i18n } = useTranslation('plans');
  const said = KINDS.filter((kind) => leftOut[kind] > 0).map((kind) =>
    t(`import.${kind}`, { count: leftOut[kind] }),
  );
  if (said.length === 0) return null;
  const what = new Intl.ListFormat(i18n.language).format(said);
  return <p className="text-s text-wait">{t('import.leftOut', { what })}</p>;
}

interface FileLineProps {
  readonly groupId: string;
  readonly file: ImportedFile;
}

/** Of two hundred lines one changes at a time. */
const FileLine = memo(function FileLine({ groupId, file }: FileLineProps) {
  const { t } = useTranslation('plans');
  const words = useErrorWords();
  const { name, state } = file;
  const home = `/g/${groupId}/planos`;
  return (
    <>
      <bdi className="block truncate font-semibold">{name}</bdi>
      {state.at === 'failed' ? (
        <p className="text-s text-pretty text-bad">{words(`plan.file-${state.problem}`).whole}</p>
      ) : state.at === 'made' ? (
        <>
          <LeftOutLine leftOut={state.leftOut} />
          <Link
            href={`${home}/${state.planId}`}
            state={{ from: home }}
            className="target inline-flex items-center text-s font-semibold text-brand underline underline-offset-2"
          >
            {t('import.openPlan', { name: state.title || t('untitled') })}
          </Link>
        </>
      ) : (
        <p className="text-s text-muted">{t(`import.${state.at}`)}</p>
      )}
    </>
  );
});
