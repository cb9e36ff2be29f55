/** Messages that can come back, each with its photos as they were; which of those nobody has any more is told. */
import ImageOff from 'lucide-react/icons/image-off';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhoto } from '#client/photos/use-photo.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { LostMessage } from './lost-messages.ts';

export interface LostListProps {
  readonly groupId: string;
  readonly lost: readonly LostMessage[];
  readonly nameOf: (memberId: string) => string;
  readonly onGone: (blobId: string) => void;
}

export function LostList({ groupId, lost, nameOf, onGone }: LostListProps) {
  const { t } = useTranslation('history');
  return (
    <ul aria-label={t('lost')} className="flex flex-col gap-2">
      {lost.map(({ id, authorId, text, photos }) => (
        <li key={id} className="text-s">
          <p className="truncate">
            <bdi className="font-semibold">{nameOf(authorId)}</bdi>:{' '}
            <bdi>{text === '' ? t('photo') : text}</bdi>
          </p>
          {photos.length > 0 && (
            <div className="flex flex-wrap gap-1 pt-1">
              {photos.map((photo) => (
                <LostPhoto
                  key={photo.blobId}
                  groupId={groupId}
                  photo={photo}
                  alt={t('photoOf', { name: nameOf(authorId) })}
                  onGone={onGone}
                />
              ))}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

interface LostPhotoProps {
  readonly groupId: string;
  readonly photo: Attachment;
  readonly alt: string;
  readonly onGone: (blobId: string) => void;
}

function LostPhoto({ groupId, photo, alt, onGone }: LostPhotoProps) {
  const { t } = useTranslation('history');
  const seen = usePhoto({ groupId, attachment: photo }, 'thumb');
  const isGone = seen.state === 'gone';
  const { blobId } = photo;
  useEffect(() => {
    if (isGone) onGone(blobId);
  }, [isGone, blobId, onGone]);
  if (seen.state === 'here')
    return <img src={seen.url} alt={alt} className="size-16 rounded-m object-cover" />;
  return (
    <span className="grid size-16 place-items-center rounded-m bg-line/60 text-ink">
      {(isGone || seen.state === 'away') && (
        <ImageOff role="img" aria-label={t(isGone ? 'photoGone' : 'photoAway')} size={20} />
      )}
    </span>
  );
}
