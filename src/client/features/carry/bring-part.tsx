/** A file of another device, taken in here: chosen, opened, looked at, and only then put beside what is here. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Restored } from '#client/copies/restore-parts.ts';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import type { CarryDoor, FileOpened } from '#client/session/carry-door.ts';
import { Button } from '#client/ui/button.tsx';
import { FileButton } from '#client/ui/file-button.tsx';
import { BroughtNote } from './brought-note.tsx';
import { CarryPart, Going, Trouble } from './carry-screen.tsx';
import { FilePreviewPart } from './file-preview-part.tsx';
import { PassphraseForm } from './passphrase-form.tsx';

type Opened = Extract<FileOpened, { ok: true }>;
type TroubleKind = Extract<FileOpened, { ok: false }>['trouble'];

type Bringing =
  | { readonly at: 'choosing' | 'looking'; readonly trouble?: TroubleKind }
  | {
      readonly at: 'closed';
      readonly chosen: File;
      readonly share?: number | undefined;
      readonly trouble?: TroubleKind;
    }
  | { readonly at: 'open'; readonly opened: Opened; readonly share?: number; readonly hasFailed?: boolean }
  | { readonly at: 'done'; readonly restored: Restored; readonly isOwn: boolean };

export function BringPart({ door }: { readonly door: CarryDoor }) {
  const { t } = useTranslation('carry');
  const words = useErrorWords();
  const formats = useFormats();
  const [bringing, setBringing] = useState<Bringing>({ at: 'choosing' });

  const choose = async (chosen: File): Promise<void> => {
    setBringing({ at: 'looking' });
    const trouble = await door.lookAtFile(chosen);
    setBringing(trouble ? { at: 'choosing', trouble } : { at: 'closed', chosen });
  };
  const open = async (chosen: File, passphrase: string): Promise<void> => {
    const onProgress = (share: number): void => setBringing({ at: 'closed', chosen, share });
    onProgress(0);
    const opened = await door.openFile(chosen, passphrase, onProgress);
    if (opened.ok) return setBringing({ at: 'open', opened });
    const { trouble } = opened;
    // Another passphrase may open it; nothing else does.
    setBringing(
      trouble === 'wrong-passphrase' ? { at: 'closed', chosen, trouble } : { at: 'choosing', trouble },
    );
  };
  const takeIn = async (opened: Opened): Promise<void> => {
    const onProgress = (share: number): void => setBringing({ at: 'open', opened, share });
    onProgress(0);
    try {
      const restored = await door.takeIn(opened.file, onProgress);
      setBringing({ at: 'done', restored, isOwn: opened.preview.isOwn });
    } catch {
      setBringing({ at: 'open', opened, hasFailed: true });
    }
  };

  return (
    <CarryPart title={t('file.bring.title')}>
      <p className="text-pretty">{t('file.bring.text')}</p>
      {'trouble' in bringing && bringing.trouble && (
        <Trouble>{words(`carry.${bringing.trouble}`).whole}</Trouble>
      )}
      {(bringing.at === 'choosing' || bringing.at === 'looking') && (
        <FileButton
          label={t('file.bring.choose')}
          variant="quiet"
          disabled={bringing.at === 'looking'}
          onChoose={(file) => void choose(file)}
        />
      )}
      {bringing.at === 'closed' && (
        <>
          <p className="text-s wrap-anywhere">
            {t('file.bring.chosen', {
              name: bringing.chosen.name,
              size: formats.bytes(bringing.chosen.size),
            })}
          </p>
          <PassphraseForm
            busy={bringing.share !== undefined}
            onOpen={(passphrase) => void open(bringing.chosen, passphrase)}
          />
          <Going>
            {bringing.share !== undefined &&
              t('file.bring.opening', { percent: Math.floor(bringing.share * 100) })}
          </Going>
          {bringing.share === undefined && (
            <Button variant="text" onClick={() => setBringing({ at: 'choosing' })}>
              {t('file.bring.another')}
            </Button>
          )}
        </>
      )}
      {bringing.at === 'open' && (
        <>
          <FilePreviewPart preview={bringing.opened.preview} />
          {bringing.hasFailed && <Trouble>{words('carry.take-failed').whole}</Trouble>}
          <Going>
            {bringing.share !== undefined &&
              t('file.bring.applying', { percent: Math.floor(bringing.share * 100) })}
          </Going>
          <Button wide busy={bringing.share !== undefined} onClick={() => void takeIn(bringing.opened)}>
            {t('file.bring.apply')}
          </Button>
          {bringing.share === undefined && (
            <Button wide variant="quiet" onClick={() => setBringing({ at: 'choosing' })}>
              {t('cancel')}
            </Button>
          )}
        </>
      )}
      {bringing.at === 'done' && <BroughtNote restored={bringing.restored} isOwn={bringing.isOwn} />}
    </CarryPart>
  );
}
