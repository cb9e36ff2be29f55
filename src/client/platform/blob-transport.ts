/** Photos on their way, beside the log. Resumable: what the server has of one is asked first, so a call may be repeated for ever. */
import type { BlobRefusal, BlobSize } from '#protocol/blobs.ts';

export interface BlobUpload {
  readonly groupId: string;
  readonly blobId: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type Uploaded =
  | { readonly kind: 'done' }
  /** As it is, it will never be taken. */
  | { readonly kind: 'refused'; readonly refusal: BlobRefusal }
  /** The server has it wait; the group may be unknown to it yet. */
  | { readonly kind: 'wait'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'unreachable' };

export type Downloaded =
  | { readonly kind: 'here'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Not at the server, or not for this person. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreachable' };

export interface BlobTransport {
  /** `onSent`: so many bytes are durable there; awaited. */
  upload(
    upload: BlobUpload,
    options: { readonly onSent: (bytes: number) => Promise<void>; readonly signal: AbortSignal },
  ): Promise<Uploaded>;
  download(
    blob: { readonly groupId: string; readonly blobId: string; readonly size: BlobSize },
    signal: AbortSignal,
  ): Promise<Downloaded>;
}
