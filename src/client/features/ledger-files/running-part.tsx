/** An import, or its undoing, on its way. */
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import type { Work } from './import-flow.tsx';

export function RunningPart({
  work,
  done,
  isStopping,
  onStop,
}: {
  readonly work: Work;
  readonly done: number;
  readonly isStopping: boolean;
  readonly onStop: () => void;
}) {
  const { t } = useTranslation('files');
  const count = work.ops.length;
  const label = t(work.what === 'import' ? 'run.running' : 'run.undoing');
  return (
    <section className="flex flex-col gap-3">
      <p role="status" className="font-bold">
        {label}
      </p>
      <progress aria-label={label} value={done} max={count} className="h-2 w-full accent-brand" />
      <p className="text-s text-muted tabular">{t('run.progress', { done, count })}</p>
      <Button variant="quiet" busy={isStopping} onClick={onStop}>
        {t(isStopping ? 'run.stopping' : 'run.stop')}
      </Button>
    </section>
  );
}
