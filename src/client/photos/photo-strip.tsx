/** The photos of a message or an expense, and the way to see one whole. */
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '#client/boundaries/lazy-part.tsx';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { PhotoTile } from './photo-tile.tsx';
import { SendingNote } from './sending-note.tsx';

export interface PhotoStripProps {
  readonly groupId: string;
  readonly photos: readonly Attachment[];
  /** Whose they are; null: one's own. */
  readonly author: string | null;
  readonly isSending?: boolean;
}

const PhotoViewer = lazyPart(() => import('./photo-viewer.tsx'));

export default function PhotoStrip({ groupId, photos, author, isSending = false }: PhotoStripProps) {
  const { t } = useTranslation('photos');
  const [open, setOpen] = useState<number | null>(null);
  const nameOf = (index: number): string => {
    const whose = author === null ? t('own') : t('of', { author });
    return photos.length === 1 ? whose : t('oneOf', { whose, number: index + 1, count: photos.length });
  };
  return (
    <>
      <div className={photos.length === 1 ? 'block' : 'grid grid-cols-2 gap-1'}>
        {photos.map((photo, index) => (
          <PhotoTile
            key={photo.blobId}
            groupId={groupId}
            photo={photo}
            alt={nameOf(index)}
            isSending={isSending}
            isSquare={photos.length > 1}
            onOpen={() => setOpen(index)}
          />
        ))}
      </div>
      {isSending && <SendingNote />}
      {open !== null && (
        <PartBoundary place="sheet" onClose={() => setOpen(null)}>
          <Suspense>
            <PhotoViewer
              groupId={groupId}
              photos={photos}
              start={open}
              nameOf={nameOf}
              onClose={() => setOpen(null)}
            />
          </Suspense>
        </PartBoundary>
      )}
    </>
  );
}
