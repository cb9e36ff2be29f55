/** The receipts of an expense in its form: attached here, sent once the expense is saved. Load it with `withLaterWords`. */
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '#domain/attachments/attachment.ts';
import AttachedPhotos from './attached-photos.tsx';
import PhotoAttach from './photo-attach.tsx';

export interface ReceiptsPartProps {
  readonly groupId: string;
  readonly photos: readonly Attachment[];
  readonly onChange: (photos: readonly Attachment[]) => void;
}

export default function ReceiptsPart({ groupId, photos, onChange }: ReceiptsPartProps) {
  const { t } = useTranslation('photos');
  // Several come one after another, each to those that are there by then.
  const latest = useRef(photos);
  useLayoutEffect(() => {
    latest.current = photos;
  }, [photos]);
  const set = (next: readonly Attachment[]): void => {
    latest.current = next;
    onChange(next);
  };
  return (
    <section aria-label={t('receipts')}>
      <div className="flex items-center justify-between">
        <h2 className="text-s font-semibold">{t('receipts')}</h2>
        <PhotoAttach
          groupId={groupId}
          photos={photos}
          onAttached={(photo) => set([...latest.current, photo])}
        />
      </div>
      {photos.length > 0 && (
        <AttachedPhotos
          groupId={groupId}
          photos={photos}
          onRemove={(blobId) => set(latest.current.filter((photo) => photo.blobId !== blobId))}
        />
      )}
    </section>
  );
}
