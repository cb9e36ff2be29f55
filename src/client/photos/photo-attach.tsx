/**
 * The button that takes photos in: the system's own picker, with the camera where there is one. `drop`: an element on which
 * pictures may also be let fall, or pasted.
 */
import ImagePlus from 'lucide-react/icons/image-plus';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '#client/ui/icon-button.tsx';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { picturesIn, useAttach } from './use-attach.ts';

export interface PhotoAttachProps {
  readonly groupId: string;
  readonly photos: readonly Attachment[];
  readonly onAttached: (photo: Attachment) => void;
  readonly drop?: RefObject<HTMLElement | null>;
  readonly disabled?: boolean;
}

export default function PhotoAttach({
  groupId,
  photos,
  onAttached,
  drop,
  disabled = false,
}: PhotoAttachProps) {
  const { t } = useTranslation('photos');
  const input = useRef<HTMLInputElement>(null);
  const attaching = useAttach(groupId, photos.length, onAttached);
  const attach = attaching?.attach;

  useEffect(() => {
    const element = drop?.current;
    if (!element || !attach || disabled) return;
    const paste = (event: ClipboardEvent): void => {
      const pictures = picturesIn(event.clipboardData);
      if (pictures.length === 0) return;
      event.preventDefault();
      void attach(pictures);
    };
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const fall = (event: DragEvent): void => {
      const pictures = picturesIn(event.dataTransfer);
      if (pictures.length === 0) return;
      event.preventDefault();
      void attach(pictures);
    };
    element.addEventListener('paste', paste);
    element.addEventListener('dragover', over);
    element.addEventListener('drop', fall);
    return () => {
      element.removeEventListener('paste', paste);
      element.removeEventListener('dragover', over);
      element.removeEventListener('drop', fall);
    };
  }, [drop, attach, disabled]);

  if (!attaching) return null;
  return (
    <>
      <IconButton
        label={t('attach')}
        disabled={disabled || attaching.isBusy}
        icon={<ImagePlus aria-hidden="true" size={22} className={attaching.isBusy ? 'animate-pulse' : ''} />}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={t('attach')}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file again is a choice too.
          event.target.value = '';
          void attaching.attach(files);
        }}
      />
    </>
  );
}
