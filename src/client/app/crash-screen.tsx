/** What stands in the place of a screen, or of all of them: what happened, that nothing is lost, and the ways on. None touches the outbox. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#client/boundaries/boundary.tsx';
import { copyErrorDetails } from '#client/boundaries/error-details.ts';
import { failureKind } from '#client/boundaries/failure-kind.ts';
import { useErrorWords } from '#client/errors/error-words.ts';
import { LateSupportLine } from '#client/errors/late-support-line.tsx';
import { codeOfError } from '#client/observability/error-code.ts';
import { flushBeforeLeaving } from '#client/session/before-leaving.ts';
import type { Reader } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LiveRegion } from '#client/ui/live-region.tsx';
import { saveFile } from '#client/ui/save-file.ts';

export interface CrashScreenProps extends Failure {
  /** All of the app, or the screen that is open. */
  readonly place: 'app' | 'screen';
  readonly reader: Reader | undefined;
}

export function CrashScreen({ error, retry, place, reader }: CrashScreenProps) {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');
  const errorWords = useErrorWords();
  const words = errorWords(failureKind(error, place));

  const reload = async (): Promise<void> => {
    await flushBeforeLeaving();
    location.reload();
  };
  const copy = async (): Promise<void> => {
    setSaid((await copyErrorDetails(error)) ? t('crash.copied') : errorWords('export.copy-failed').brief);
  };
  const exportUnsent = async (from: Reader): Promise<void> => {
    try {
      saveFile('racha.json', 'application/json', await from.exportUnsent());
    } catch {
      setSaid(errorWords('export.unreadable').whole);
    }
  };

  return (
    <div className="flex min-h-full">
      <EmptyState
        picture="🧩"
        heading="h1"
        title={words.title}
        action={
          <div className="flex flex-col gap-2">
            <Button wide onClick={retry}>
              {t('part.retry')}
            </Button>
            <Button wide variant="quiet" onClick={reload}>
              {t('crash.reload')}
            </Button>
            <Button wide variant="quiet" onClick={copy}>
              {t('crash.copy')}
            </Button>
            {reader && (
              <Button wide variant="quiet" onClick={() => exportUnsent(reader)}>
                {t('crash.export')}
              </Button>
            )}
          </div>
        }
      >
        <p>{words.bare}</p>
        <p className="mt-2 text-s tabular">
          {t('crash.code', { code: `${words.code} · ${codeOfError(error)}` })}
        </p>
        <LateSupportLine code={`${words.code} · ${codeOfError(error)}`} />
        {said !== '' && <p className="mt-2 text-s text-ink">{said}</p>}
        <LiveRegion>{said}</LiveRegion>
      </EmptyState>
    </div>
  );
}
