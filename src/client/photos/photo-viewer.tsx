/** Photos whole, one at a time, over everything: arrows and swipes go on, Esc, Android's back and the cross go back. */
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import X from 'lucide-react/icons/x';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '#client/ui/icon-button.tsx';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { usePhoto } from './use-photo.ts';

export interface PhotoViewerProps {
  readonly groupId: string;
  readonly photos: readonly Attachment[];
  readonly start: number;
  readonly nameOf: (index: number) => string;
  readonly onClose: () => void;
}

/** Less is a finger that trembles. */
const SWIPE_PX = 48;

export default function PhotoViewer({ groupId, photos, start, nameOf, onClose }: PhotoViewerProps) {
  const { t } = useTranslation('photos');
  const dialog = useRef<HTMLDialogElement>(null);
  const [index, setIndex] = useState(start);
  const from = useRef<number | null>(null);
  const photo = photos[index];
  const go = (by: 1 | -1): void => setIndex((now) => Math.min(photos.length - 1, Math.max(0, now + by)));

  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    element?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight') go(1);
    else if (event.key === 'ArrowLeft') go(-1);
    else return;
    event.preventDefault();
  };
  const onPointerUp = (event: PointerEvent): void => {
    const moved = from.current === null ? 0 : event.clientX - from.current;
    from.current = null;
    if (Math.abs(moved) >= SWIPE_PX) go(moved < 0 ? 1 : -1);
  };

  return (
    <dialog
      ref={dialog}
      aria-label={nameOf(index)}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={onClose}
      className="m-0 h-dvh max-h-full w-full max-w-full bg-ground text-ink outline-none"
    >
      <div className="flex h-full flex-col pb-[env(safe-area-inset-bottom)]">
        <div className="flex items-center gap-2 px-2 py-1">
          <IconButton label={t('close')} icon={<X aria-hidden="true" size={22} />} onClick={onClose} />
          <span className="min-w-0 flex-1 truncate text-s">{nameOf(index)}</span>
        </div>
        <div
          className="flex min-h-0 flex-1 touch-pan-y items-center justify-center"
          onPointerDown={(event) => {
            from.current = event.clientX;
          }}
          onPointerUp={onPointerUp}
        >
          {photo && <WholePhoto key={photo.blobId} groupId={groupId} photo={photo} alt={nameOf(index)} />}
        </div>
        {photos.length > 1 && (
          <div className="flex items-center justify-between px-2 py-1">
            <IconButton
              label={t('previous')}
              disabled={index === 0}
              icon={<ChevronLeft aria-hidden="true" size={24} />}
              onClick={() => go(-1)}
            />
            <IconButton
              label={t('next')}
              disabled={index === photos.length - 1}
              icon={<ChevronRight aria-hidden="true" size={24} />}
              onClick={() => go(1)}
            />
          </div>
        )}
      </div>
    </dialog>
  );
}

function WholePhoto({
  groupId,
  photo,
  alt,
}: {
  readonly groupId: string;
  readonly photo: Attachment;
  readonly alt: string;
}) {
  const { t } = useTranslation('photos');
  const place = { groupId, attachment: photo };
  const whole = usePhoto(place, 'whole');
  const thumb = usePhoto(place, 'thumb');
  // The small one stands in until the large one is here.
  const shown = whole.state === 'here' ? whole : thumb;
  return (
    <div className="flex size-full flex-col items-center justify-center gap-2">
      {shown.state === 'here' && (
        <img src={shown.url} alt={alt} draggable={false} className="min-h-0 w-full flex-1 object-contain" />
      )}
      {(whole.state === 'away' || whole.state === 'gone') && (
        <p role="status" className="p-3 text-s">
          {t(whole.state === 'away' ? 'awayWhole' : 'gone')}
        </p>
      )}
    </div>
  );
}
