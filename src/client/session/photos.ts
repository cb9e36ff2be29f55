/** Photos as features have them: kept before they are sent, brought when they are looked at. `app/` makes it. */
import { createContext, useContext } from 'react';
import type { Sending } from '#client/store/read-types.ts';
import type { CommitError } from '#client/sync/engine-types.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { BlobSize } from '#protocol/blobs.ts';

export interface PhotoPlace {
  readonly groupId: string;
  readonly attachment: Attachment;
  /** Looked at once: no copy is kept on this device, as of photos that are no part of their group any more. */
  readonly isPassing?: boolean;
}

export interface PhotoDoor {
  /** Makes a file small, without where and when it was taken, and keeps it on this device until an op names it. */
  attach(groupId: string, file: Blob): Promise<Attached>;
  /** The bytes, from this device or from the server. */
  show(photo: PhotoPlace, size: BlobSize, signal: AbortSignal): Promise<Shown>;
  /** null: it is not being sent from here. */
  observeSending(photo: PhotoPlace): {
    subscribe(next: (sending: Sending | null) => void): () => void;
  };
}

export type Attached =
  | { readonly ok: true; readonly attachment: Attachment }
  /** `unreadable`: this browser cannot open it as a picture. */
  | { readonly ok: false; readonly error: CommitError | 'unreadable' };

export type Shown =
  | { readonly state: 'here'; readonly blob: Blob }
  /** Nobody has it any more. */
  | { readonly state: 'gone' }
  /** Not on this device, and the server is not reached. */
  | { readonly state: 'away' };

/** null: this session keeps none (an app older than its database). */
export const PhotosContext = createContext<PhotoDoor | null>(null);

export function usePhotos(): PhotoDoor | null {
  return useContext(PhotosContext);
}
