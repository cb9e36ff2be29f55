/** The root boundary's screen: what happened, that nothing is lost, and three ways on. None touches the outbox. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOfError } from '#client/observability/error-code.ts';
import type { RecentFaults } from '#client/observability/recent-faults.ts';
import { flushBeforeLeaving } from '#client/session/before-leaving.ts';
import type { Reader } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LiveRegion } from '#client/ui/live-region.tsx';
import { saveFile } from '#client/ui/save-file.ts';
import { listErrorDetails } from './error-details.ts';

export interface CrashScreenProps {
  readonly error: unknown;
  readonly reader: Reader;
  readonly faults: RecentFaults;
}

export function CrashScreen({ error, reader, faults }: CrashScreenProps) {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');

  const reload = async (): Promise<void> => {
    await flushBeforeLeaving();
    location.reload();
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(listErrorDetails(error, faults.list()));
    setSaid(t('crash.copied'));
  };
  const exportUnsent = async (): Promise<void> => {
    try {
      saveFile('racha.json', 'application/json', await reader.exportUnsent());
    } catch {
      setSaid(t('crash.exportFailed'));
    }
  };

  return (
    <div className="flex min-h-full">
      <EmptyState
        picture="🧩"
        heading="h1"
        title={t('crash.title')}
        action={
          <div className="flex flex-col gap-2">
            <Button wide onClick={reload}>
              {t('crash.reload')}
            </Button>
            <Button wide variant="quiet" onClick={copy}>
              {t('crash.copy')}
            </Button>
            <Button wide variant="quiet" onClick={exportUnsent}>
              {t('crash.export')}
            </Button>
          </div>
        }
      >
        <p>{t('crash.text')}</p>
        <p className="mt-2 text-s tabular">{t('crash.code', { code: codeOfError(error) })}</p>
        {said !== '' && <p className="mt-2 text-s text-ink">{said}</p>}
        <LiveRegion>{said}</LiveRegion>
      </EmptyState>
    </div>
  );
}
