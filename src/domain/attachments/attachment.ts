/**
 * A photo as an op names it. The op carries where it lies and how large it will be drawn, never a byte of it: the bytes
 * go up first, by themselves, under the blobId that the device made (decision 0036).
 *
 * `width` and `height` are those of the upright picture, so that its place on the screen is kept before it is there.
 */
import * as v from 'valibot';
import { idSchema } from '../ids.ts';

/** What a device makes of any photo it is given, and what the server takes. */
export const ATTACHMENT_MIMES = ['image/jpeg', 'image/webp'] as const;
/** After the device made it small. A photo is 300 KB then; what is above this is none that the app made. */
export const ATTACHMENT_MAX_BYTES = 2 * 1024 * 1024;
/** Of one message or one expense. */
export const ATTACHMENTS_MAX = 10;
/** The longer side in pixels, of anything that is let in. */
const SIDE_MAX = 8_192;

export type BlobId = string;

export interface Attachment {
  readonly blobId: BlobId;
  readonly mime: (typeof ATTACHMENT_MIMES)[number];
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

const wholeUpTo = (max: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(1, 'none at all'), v.maxValue(max, 'too much'));

export const attachmentSchema = v.strictObject({
  blobId: idSchema,
  mime: v.picklist(ATTACHMENT_MIMES),
  bytes: wholeUpTo(ATTACHMENT_MAX_BYTES),
  width: wholeUpTo(SIDE_MAX),
  height: wholeUpTo(SIDE_MAX),
});

/** One or more, each once. */
export const attachmentsSchema = v.pipe(
  v.array(attachmentSchema),
  v.minLength(1),
  v.maxLength(ATTACHMENTS_MAX),
  v.check((all) => new Set(all.map(({ blobId }) => blobId)).size === all.length, 'the same photo twice'),
);
