/** One photo for as long as it is on the screen: from this device, else from the server, again when the network is back. */
import { useEffect, useState } from 'react';
import { type PhotoPlace, usePhotos } from '#client/session/photos.ts';
import { useEngineStatus } from '#client/session/session-context.ts';
import type { Sending } from '#client/store/read-types.ts';
import type { BlobSize } from '#protocol/blobs.ts';

export type SeenPhoto =
  | { readonly state: 'here'; readonly url: string }
  | { readonly state: 'loading' | 'away' | 'gone' };

export function usePhoto({ groupId, attachment }: PhotoPlace, size: BlobSize): SeenPhoto {
  const photos = usePhotos();
  const isOnline = useEngineStatus().connection.name === 'online';
  const [seen, setSeen] = useState<SeenPhoto>({ state: 'loading' });
  const isHere = seen.state === 'here';
  const { blobId } = attachment;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a photo is its id; a new network is a new try, not for what is here.
  useEffect(() => {
    if (isHere) return;
    const over = new AbortController();
    photos?.show({ groupId, attachment }, size, over.signal).then(
      (shown) => {
        if (over.signal.aborted) return;
        setSeen(
          shown.state === 'here'
            ? { state: 'here', url: URL.createObjectURL(shown.blob) }
            : { state: shown.state },
        );
      },
      () => setSeen({ state: 'away' }),
    );
    return () => over.abort();
  }, [photos, groupId, blobId, size, isOnline]);
  const url = seen.state === 'here' ? seen.url : undefined;
  useEffect(() => {
    if (url !== undefined) return () => URL.revokeObjectURL(url);
    return undefined;
  }, [url]);
  return seen;
}

/** null: it is not on its way from here. */
export function useSending(place: PhotoPlace, isAsked: boolean): Sending | null {
  const photos = usePhotos();
  const [sending, setSending] = useState<Sending | null>(null);
  const { groupId } = place;
  const { blobId } = place.attachment;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a photo is its id.
  useEffect(() => {
    if (!isAsked) return setSending(null);
    return photos?.observeSending(place).subscribe(setSending);
  }, [photos, groupId, blobId, isAsked]);
  return sending;
}
