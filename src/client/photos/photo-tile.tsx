/** A photo as it stands among other things: its place is kept before it is there, and says so when it cannot come. */
import ImageOff from 'lucide-react/icons/image-off';
import { useTranslation } from 'react-i18next';
import { classes } from '#client/ui/classes.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { usePhoto, useSending } from './use-photo.ts';

export interface PhotoTileProps {
  readonly groupId: string;
  readonly photo: Attachment;
  readonly alt: string;
  /** It may be on its way: how far is shown. */
  readonly isSending?: boolean;
  /** Square, among others; else in its own shape. */
  readonly isSquare?: boolean;
  readonly onOpen: () => void;
}

export function PhotoTile({
  groupId,
  photo,
  alt,
  isSending = false,
  isSquare = false,
  onOpen,
}: PhotoTileProps) {
  const { t } = useTranslation('photos');
  const place = { groupId, attachment: photo };
  const seen = usePhoto(place, 'thumb');
  const sending = useSending(place, isSending);
  const share = sending?.state === 'going' ? sending.share : null;
  return (
    <button
      type="button"
      aria-label={alt}
      onClick={onOpen}
      style={{ aspectRatio: isSquare ? '1' : String(shapeOf(photo)) }}
      className="relative block w-full overflow-hidden rounded-m bg-line/60"
    >
      {seen.state === 'here' && (
        <img src={seen.url} alt="" draggable={false} className="size-full object-cover" />
      )}
      {(seen.state === 'away' || seen.state === 'gone') && (
        <span className="absolute inset-0 flex flex-col items-center justify-center gap-1 p-2 text-xs text-ink">
          <ImageOff aria-hidden="true" size={20} />
          <span>{t(seen.state)}</span>
        </span>
      )}
      {share !== null && (
        <span
          role="progressbar"
          aria-label={t('sending')}
          aria-valuenow={Math.round(share * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
          className="absolute inset-x-2 bottom-2 block h-1.5 overflow-hidden rounded-full bg-surface/80"
        >
          <span
            style={{ width: `${Math.max(4, share * 100)}%` }}
            className={classes('block h-full rounded-full bg-brand transition-[width]')}
          />
        </span>
      )}
    </button>
  );
}

/** Width by height; a very long or very wide one shows its middle. */
function shapeOf({ width, height }: Attachment): number {
  return Math.min(2, Math.max(0.6, width / height));
}
