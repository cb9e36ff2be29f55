/** The person's copy of their data, as one file. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccountDoor } from '#client/session/account-door.ts';
import { useEngine, useReader } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { saveBlob } from '#client/ui/save-file.ts';
import { collectExport, type ExportStep } from './collect-export.ts';
import { renderExport } from './render-export.ts';
import { useExportWords } from './use-export-words.ts';
import { writeZip } from './write-zip.ts';

type Shown = ExportStep | { readonly at: 'done' | 'partial' | 'failed' };

export function ExportPart() {
  const { t } = useTranslation('privacy');
  const words = useExportWords();
  const door = useAccountDoor();
  const engine = useEngine();
  const reader = useReader();
  const [shown, setShown] = useState<Shown>();
  const busy = shown !== undefined && !['done', 'partial', 'failed'].includes(shown.at);

  const make = async (): Promise<void> => {
    try {
      const now = engine.correctedNow();
      const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const data = await collectExport({ reader, door, now, onStep: setShown, sleep });
      const files = [
        { name: 'dados.json', text: JSON.stringify(data, null, 2) },
        { name: 'leia.html', text: renderExport(data, words(now)) },
      ];
      saveBlob('racha-meus-dados.zip', writeZip(files, new Date(now)));
      setShown({ at: data.isComplete ? 'done' : 'partial' });
    } catch {
      setShown({ at: 'failed' });
    }
  };

  return (
    <>
      <p className="text-pretty">{t('export.text')}</p>
      <Button variant="quiet" busy={busy} onClick={() => void make()}>
        {t('export.apply')}
      </Button>
      <p role="status" className="text-pretty text-s text-muted empty:hidden">
        {shown &&
          (shown.at === 'group'
            ? t('export.group', { number: shown.number, count: shown.count })
            : t(`export.${shown.at}`))}
      </p>
    </>
  );
}
