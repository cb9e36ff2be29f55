/** When what is kept here was last compared with the server, and what came of it. Nothing before the first time. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';

export function LastCheck() {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const engine = useEngine();
  const check = useObserved((reader) => reader.observeCheck(), []);
  if (!check) return null;
  const { at, repaired, stuck } = check;
  const when = formats.recent(at, engine.correctedNow());
  return (
    <p className="text-pretty text-s text-muted">
      {stuck > 0
        ? t('check.stuck', { when, count: stuck })
        : repaired > 0
          ? t('check.repaired', { when, count: repaired })
          : t('check.same', { when })}
    </p>
  );
}
