/**
 * "Tentando de novo em 8 s · Tentar agora". The seconds are a `timer`, which no screen reader reads out as they pass: it
 * stands beside the region that says why one waits, never in it.
 */
import { useTranslation } from 'react-i18next';
import { useEngine } from '#client/session/session-context.ts';
import { type RetryMoment, useSecondsUntil } from '#client/session/use-retry.ts';
import { classes } from '#client/ui/classes.ts';

/** From here on nobody waits by the second. */
const MINUTES_FROM_S = 90;

export function RetryNote({
  moment,
  className,
}: {
  readonly moment: Exclude<RetryMoment, null>;
  readonly className?: string;
}) {
  const { t } = useTranslation();
  const engine = useEngine();
  const seconds = useSecondsUntil(moment);
  return (
    <span className={classes('flex flex-wrap items-center gap-x-1.5 text-s', className)}>
      <span role="timer" className="tabular">
        {seconds > 0
          ? seconds < MINUTES_FROM_S
            ? t('retry.in', { seconds })
            : t('retry.inMinutes', { minutes: Math.ceil(seconds / 60) })
          : t('retry.trying')}
      </span>
      <span aria-hidden="true">·</span>
      <button
        type="button"
        onClick={() => engine.tryNow()}
        className="relative py-1 font-bold underline underline-offset-2 after:absolute after:inset-x-[-8px] after:inset-y-[-8px]"
      >
        {t('retry.now')}
      </button>
    </span>
  );
}
