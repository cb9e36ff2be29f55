/** The browser emptied this device or put an older copy back: what happened, what comes back, what does not. */
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '#client/boundaries/lazy-part.tsx';
import { withLaterWords } from '#client/i18n/start-i18n.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';

/** Whose words come with it: nobody's first screen has them. */
const RecoveredPart = lazyPart(withLaterWords(() => import('./recovered-part.tsx')));

export function LossNote() {
  const { t } = useTranslation();
  const engine = useEngine();
  const loss = useObserved((reader) => reader.observeLoss(), []);
  if (!loss) return null;
  return (
    <div role="alert" className="px-safe pt-2">
      <Notice tone="wait">
        <p className="font-bold">{t(`loss.${loss.kind}.title`)}</p>
        {loss.recovered ? (
          <Suspense>
            <RecoveredPart recovered={loss.recovered} />
          </Suspense>
        ) : (
          <>
            <p className="mt-1">{t(`loss.${loss.kind}.text`)}</p>
            <p className="mt-1 mb-2">{t(`loss.${loss.kind}.next`)}</p>
          </>
        )}
        <Button variant="quiet" onClick={() => void engine.acknowledgeLoss()}>
          {t('loss.understood')}
        </Button>
      </Notice>
    </div>
  );
}
