/** How far it is, and the way out. Older messages on their way are told by themselves: nothing is written meanwhile. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';

export interface ProgressPartProps {
  readonly share: number;
  readonly older?: number | undefined;
  readonly onCancel: () => void;
}

export function ProgressPart({ share, older, onCancel }: ProgressPartProps) {
  const { t } = useTranslation('exports');
  const id = useId();
  const percent = Math.floor((older ?? share) * 100);
  return (
    <div className="flex flex-1 flex-col items-stretch justify-center gap-4 px-6">
      <label htmlFor={id} className="text-center text-l font-bold">
        {t(older === undefined ? 'running' : 'runningOlder')}
      </label>
      <progress
        id={id}
        max={100}
        value={percent}
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-line accent-brand [&::-moz-progress-bar]:bg-brand [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-brand"
      />
      <p className="tabular text-center text-muted">{t('percent', { percent })}</p>
      <p className="text-center text-s text-pretty text-muted">{t('keepOpen')}</p>
      <Button variant="quiet" wide onClick={onCancel}>
        {t('cancel')}
      </Button>
    </div>
  );
}
