/** A file that was made leaves the app: by the share sheet where there is one that takes it, as a download everywhere. */
import Download from 'lucide-react/icons/download';
import Share2 from 'lucide-react/icons/share-2';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { isClosedSheet } from '#client/errors/use-share-text.ts';
import { Button } from '#client/ui/button.tsx';
import { saveBlob } from '#client/ui/save-file.ts';

export function HandOver({ file }: { readonly file: File }) {
  const { t } = useTranslation('carry');
  const fail = useFailureToast();
  const canShare =
    typeof navigator.share === 'function' && (navigator.canShare?.({ files: [file] }) ?? false);
  const save = (): void => saveBlob(file.name, file);
  const share = (): void => {
    navigator.share({ files: [file] }).catch((error: unknown) => {
      // Closing the sheet is an answer; a sheet that does not take such a file leaves the download, below.
      if (!isClosedSheet(error)) fail('export.share-failed');
    });
  };
  return (
    <div className="flex flex-col gap-2">
      {canShare && (
        <Button wide icon={<Share2 aria-hidden="true" size={20} />} onClick={share}>
          {t('share')}
        </Button>
      )}
      <Button
        wide
        variant={canShare ? 'quiet' : 'primary'}
        icon={<Download aria-hidden="true" size={20} />}
        onClick={save}
      >
        {t('save')}
      </Button>
    </div>
  );
}
