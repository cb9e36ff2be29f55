/** Files → photos kept on this device, one after another; what cannot be taken is said aloud. */
import { useCallback, useState } from 'react';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { usePhotos } from '#client/session/photos.ts';
import { ATTACHMENTS_MAX, type Attachment } from '#domain/attachments/attachment.ts';

export interface Attaching {
  /** Photos being made small. */
  readonly isBusy: boolean;
  readonly attach: (files: readonly Blob[]) => Promise<void>;
}

/** `present`: how many are attached already. null: this session cannot keep photos. */
export function useAttach(
  groupId: string,
  present: number,
  onAttached: (photo: Attachment) => void,
): Attaching | null {
  const photos = usePhotos();
  const fail = useFailureToast();
  const [isBusy, setIsBusy] = useState(false);

  const attach = useCallback(
    async (files: readonly Blob[]): Promise<void> => {
      if (!photos || files.length === 0) return;
      const room = ATTACHMENTS_MAX - present;
      if (files.length > room) fail('photo.too-many');
      setIsBusy(true);
      try {
        for (const file of files.slice(0, room)) {
          const attached = await photos.attach(groupId, file);
          if (attached.ok) onAttached(attached.attachment);
          else if (attached.error === 'unreadable') fail('photo.unreadable');
          else fail(`commit.${attached.error}`);
        }
      } finally {
        setIsBusy(false);
      }
    },
    [photos, groupId, present, onAttached, fail],
  );
  return photos && { isBusy, attach };
}

/** The pictures among what was pasted or dropped. */
export function picturesIn(transfer: DataTransfer | null): readonly File[] {
  return [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
}
