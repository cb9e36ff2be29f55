/** Photos that are attached and not sent: small, each with its way out. */
import X from 'lucide-react/icons/x';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { usePhoto } from './use-photo.ts';

export interface AttachedPhotosProps {
  readonly groupId: string;
  readonly photos: readonly Attachment[];
  readonly onRemove: (blobId: string) => void;
}

export default function AttachedPhotos({ groupId, photos, onRemove }: AttachedPhotosProps) {
  const { t } = useTranslation('photos');
  return (
    <ul aria-label={t('attached')} className="mb-2 flex gap-2 overflow-x-auto px-1 pt-1">
      {photos.map((photo, index) => (
        <li key={photo.blobId} className="relative size-20 shrink-0">
          <Preview groupId={groupId} photo={photo} alt={t('number', { number: index + 1 })} />
          <button
            type="button"
            aria-label={t('remove', { number: index + 1 })}
            onClick={() => onRemove(photo.blobId)}
            className="target absolute -end-2 -top-2 grid place-items-center"
          >
            <span className="grid size-6 place-items-center rounded-full border border-line bg-surface text-ink">
              <X aria-hidden="true" size={14} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Preview({
  groupId,
  photo,
  alt,
}: {
  readonly groupId: string;
  readonly photo: Attachment;
  readonly alt: string;
}) {
  const seen = usePhoto({ groupId, attachment: photo }, 'thumb');
  return seen.state === 'here' ? (
    <img src={seen.url} alt={alt} className="size-full rounded-m object-cover" />
  ) : (
    <span className="block size-full rounded-m bg-line/60" />
  );
}
