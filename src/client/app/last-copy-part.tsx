/** Where the database does not open: the way on with the newest copy, after it was asked twice. Nothing where there is none. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useCopyTime } from '#client/i18n/use-copy-time.ts';
import { Button } from '#client/ui/button.tsx';
import { findLastCopy, type LastCopy, startFromCopy } from './start-from-copy.ts';

export default function LastCopyPart() {
  const { t } = useTranslation('copies');
  const words = useErrorWords();
  const timeOf = useCopyTime();
  const [copy, setCopy] = useState<LastCopy | null>(null);
  const [step, setStep] = useState<'offered' | 'asked' | 'running' | 'failed'>('offered');
  useEffect(() => {
    let isWanted = true;
    void findLastCopy().then((found) => isWanted && setCopy(found));
    return () => {
      isWanted = false;
    };
  }, []);
  if (!copy) return null;
  const start = async (): Promise<void> => {
    setStep('running');
    if (!(await startFromCopy())) setStep('failed');
  };
  return (
    <section aria-label={t('link')} className="mt-5 flex flex-col gap-2 border-t border-line pt-4">
      <p>{copy.at === null ? t('broken.locked') : t('broken.found', { when: timeOf(copy.at) })}</p>
      {step === 'offered' ? (
        <Button wide variant="quiet" onClick={() => setStep('asked')}>
          {t('broken.use')}
        </Button>
      ) : (
        <>
          <p role="status">
            {step === 'failed'
              ? words('storage.not-erasable').whole
              : t(step === 'running' ? 'broken.running' : 'broken.ask')}
          </p>
          {step !== 'running' && (
            <Button wide variant="danger" onClick={() => void start()}>
              {t('broken.yes')}
            </Button>
          )}
        </>
      )}
    </section>
  );
}
