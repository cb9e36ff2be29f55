/** The person's copy of their data, as one file. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writeZip, type ZipFile } from '#client/documents/zip/write-zip.ts';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useAccountDoor } from '#client/session/account-door.ts';
import { usePhotos } from '#client/session/photos.ts';
import { useEngine, useReader } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { saveBlob } from '#client/ui/save-file.ts';
import { collectExport, type ExportStep } from './collect-export.ts';
import { collectPhotos } from './collect-photos.ts';
import { renderExport } from './render-export.ts';
import { useExportWords } from './use-export-words.ts';

type Shown = ExportStep | { readonly at: 'done' | 'partial' | 'failed' };

export function ExportPart() {
  const { t } = useTranslation('privacy');
  const words = useExportWords();
  const errors = useErrorWords();
  const door = useAccountDoor();
  const engine = useEngine();
  const reader = useReader();
  const photoDoor = usePhotos();
  const [shown, setShown] = useState<Shown>();
  const busy = shown !== undefined && !['done', 'partial', 'failed'].includes(shown.at);

  const make = async (): Promise<void> => {
    try {
      const now = engine.correctedNow();
      const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const data = await collectExport({ reader, door, now, onStep: setShown, sleep });
      const photos = await collectPhotos(photoDoor, data.server?.photos ?? []);
      const files: ZipFile[] = [
        { path: 'dados.json', content: JSON.stringify(data, null, 2) },
        { path: 'leia.html', content: renderExport(data, words(now)) },
        ...photos.entries,
      ];
      saveBlob('racha-meus-dados.zip', await writeZip(files, { madeAt: now }));
      setShown({ at: data.isComplete && photos.isComplete ? 'done' : 'partial' });
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
            : shown.at === 'failed'
              ? errors('export.unreadable').whole
              : t(`export.${shown.at}`))}
      </p>
    </>
  );
}
