/** Why a text was not saved, that it is still there, and what to do. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useErrorWords } from '#client/i18n/error-words.ts';
import { Notice } from '#client/ui/banner.tsx';
import type { ComposerProblem } from './composer-store.ts';

export function ComposerProblemNote({ problem }: { readonly problem: ComposerProblem }) {
  const { t } = useTranslation(['chat', 'errors']);
  const words = useErrorWords();
  if (problem === 'lone-surrogate' || problem === 'edit-too-long' || problem === 'edit-target-gone') {
    return (
      <div role="alert" className="mb-2">
        <Notice tone="wait">{t(`problem.${problem}`)}</Notice>
      </div>
    );
  }
  const { text, next, code } = words('commit', problem);
  const offersExport = problem === 'storage-full' || problem === 'storage-failed';
  return (
    <div role="alert" className="mb-2">
      <Notice tone="bad">
        {text} {next} <span className="whitespace-nowrap">({t('errors:code', { code })})</span>
        {offersExport && (
          <Link
            href="/ajustes"
            className="target mt-1 flex items-center font-bold underline underline-offset-2"
          >
            {t('problem.export')}
          </Link>
        )}
      </Notice>
    </div>
  );
}
