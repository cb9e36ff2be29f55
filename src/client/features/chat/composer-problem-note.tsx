/** Why a text was not saved, that it is still there, and what to do. */
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/i18n/error-words.ts';
import { Notice } from '#client/ui/banner.tsx';
import { ComposerRescue } from './composer-rescue.tsx';
import type { ComposerProblem } from './composer-store.ts';

export interface ComposerProblemNoteProps {
  readonly problem: ComposerProblem;
  /** What stands in the box. */
  readonly text: string;
  readonly onRetry: () => void;
}

export function ComposerProblemNote({ problem, text, onRetry }: ComposerProblemNoteProps) {
  const { t } = useTranslation(['chat', 'errors']);
  const words = useErrorWords();
  if (problem === 'lone-surrogate' || problem === 'edit-too-long' || problem === 'edit-target-gone') {
    return (
      <div role="alert" className="mb-2">
        <Notice tone="wait">{t(`problem.${problem}`)}</Notice>
      </div>
    );
  }
  const { text: what, next, code } = words('commit', problem);
  return (
    <div role="alert" className="mb-2">
      <Notice tone="bad">
        {what} {next} <span className="whitespace-nowrap">({t('errors:code', { code })})</span>
        {problem.startsWith('storage-') && <ComposerRescue text={text} onRetry={onRetry} />}
      </Notice>
    </div>
  );
}
