/** The file, and where it may go; what could not be put in is said. */
import { useTranslation } from 'react-i18next';
import type { Exported } from '#client/documents/export-job.ts';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { isClosedSheet } from '#client/errors/use-share-text.ts';
import { Button } from '#client/ui/button.tsx';
import { saveBlob } from '#client/ui/save-file.ts';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import type { ExportItem } from './export-item.ts';

export interface ExportedPartProps {
  readonly exported: Exported;
  readonly items: readonly ExportItem[];
  /** Older parts of these could not be had. */
  readonly cut: readonly ExportItem[];
  readonly onAgain: () => void;
}

const CUTTABLE = ['conversation', 'report'] as const;

export function ExportedPart({ exported, items, cut, onAgain }: ExportedPartProps) {
  const { t, i18n } = useTranslation('exports');
  const fail = useFailureToast();
  const { name, file, missingImages, missingTexts } = exported;
  const content = { files: [new File([file], name, { type: file.type })] };
  const canShare = typeof navigator.share === 'function' && (navigator.canShare?.(content) ?? false);
  const share = async (): Promise<void> => {
    try {
      await navigator.share(content);
    } catch (error) {
      // Closing the sheet is an answer.
      if (!isClosedSheet(error)) fail('export.share-failed');
    }
  };
  const size = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (
    <ScrollRegion label={t('done')} layout="flex flex-col justify-center gap-4 px-6 pt-4">
      <div role="status" className="text-center">
        <h2 className="text-l font-bold">{t('done')}</h2>
        <p className="break-words text-muted">
          <bdi>{name}</bdi> · {t('megabytes', { size: size.format(Math.max(0.1, file.size / 1_000_000)) })}
        </p>
      </div>
      {CUTTABLE.map(
        (kind) =>
          cut.some((item) => item.kind === kind) && (
            <p key={kind} className="text-s text-pretty text-wait">
              {t(`${kind}.isCut`)}
            </p>
          ),
      )}
      {missingImages > 0 && (
        <p className="text-s text-pretty text-wait">{t('missingImages', { count: missingImages })}</p>
      )}
      {missingTexts.length > 0 && (
        <div className="text-s text-pretty text-wait">
          <p>{t('missingTexts', { count: missingTexts.length })}</p>
          <ul className="list-disc ps-5">
            {missingTexts.map((index) => {
              const item = items[index];
              return (
                <li key={index}>
                  <bdi>{(item?.kind === 'plan' && item.plan.title) || t('untitled')}</bdi>
                </li>
              );
            })}
          </ul>
        </div>
      )}
      <Button wide onClick={() => saveBlob(name, file)}>
        {t('save')}
      </Button>
      {canShare && (
        <Button variant="quiet" wide onClick={() => void share()}>
          {t('share')}
        </Button>
      )}
      <Button variant="text" wide onClick={onAgain}>
        {t('again')}
      </Button>
    </ScrollRegion>
  );
}
