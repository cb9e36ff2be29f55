/**
 * Photos beside the log: up by tus 1.0 (creation, resuming, termination), down by immutable addresses. The session's cookie
 * says who asks; whoever is in the group may see its photos, as of that moment.
 *
 *   HEAD   /api/uploads/<groupId>.<blobId>   how much of it is there    404: nothing, make it
 *   POST   /api/uploads                      makes it                   Upload-Metadata: groupId, blobId
 *   PATCH  /api/uploads/<groupId>.<blobId>   goes on at Upload-Offset; what arrived of a cut one counts
 *   DELETE /api/uploads/<groupId>.<blobId>   not wanted any more, unless it is whole
 *   GET    /blobs/<groupId>/<blobId>[/thumb]
 *
 * Whole and taken is an upload whose answer says `Upload-Complete: ?1`. All bytes sent and no such word: the server was cut
 * while it looked at them; an empty PATCH at the end has it look again.
 */
import * as v from 'valibot';
import { waitSchema } from './kinds.ts';

export const UPLOADS_PATH = '/api/uploads';
export const COMPLETE_HEADER = 'upload-complete';
export const COMPLETE = '?1';

export const uploadIdOf = (groupId: string, blobId: string): string => `${groupId}.${blobId}`;

export const BLOB_SIZES = ['whole', 'thumb'] as const;
export type BlobSize = (typeof BLOB_SIZES)[number];

export function blobPath(groupId: string, blobId: string, size: BlobSize): string {
  return `/blobs/${groupId}/${blobId}${size === 'thumb' ? '/thumb' : ''}`;
}

/** Why a photo is not taken: for good, as it is. Each has its sentence in `locales/*`. The list only grows. */
export const BLOB_REFUSALS = [
  /** Over the bytes or the pixels a photo may have. */
  'photo-too-large',
  /** Its bytes are not those of a picture that can be read. */
  'not-a-photo',
  /** The group or the person has used up their space, or their share of a day. */
  'photo-quota',
  'not-a-member',
] as const;
export type BlobRefusal = (typeof BLOB_REFUSALS)[number];

/** The body of every answer to an upload that is neither done nor under way. */
export const blobProblemSchema = v.union([
  v.object({ refused: v.picklist(BLOB_REFUSALS) }),
  waitSchema,
  v.object({ error: v.string() }),
]);
export type BlobProblem = v.InferOutput<typeof blobProblemSchema>;
