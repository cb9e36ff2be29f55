/** One tus request by hand, with a raw device's cookie: for questions no client of ours would ask. */
import { UPLOADS_PATH, uploadIdOf } from '#protocol/blobs.ts';
import type { RawDevice } from './raw-device.ts';

const TUS = { 'tus-resumable': '1.0.0' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

export interface UploadPlace {
  readonly origin: string;
  readonly device: Pick<RawDevice, 'cookie'>;
  readonly groupId: string;
  readonly blobId: string;
}

export function beginUpload(
  { origin, device, groupId, blobId }: UploadPlace,
  bytes: number,
): Promise<Response> {
  return fetch(`${origin}${UPLOADS_PATH}`, {
    method: 'POST',
    headers: {
      ...TUS,
      cookie: device.cookie,
      'upload-length': String(bytes),
      'upload-metadata': `groupId ${base64(groupId)},blobId ${base64(blobId)}`,
    },
  });
}

export function goOn(place: UploadPlace, offset: number, part: Uint8Array): Promise<Response> {
  return fetch(addressOf(place), {
    method: 'PATCH',
    headers: {
      ...TUS,
      cookie: place.device.cookie,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(part),
  });
}

export function askUpload(place: UploadPlace, method: 'HEAD' | 'DELETE' = 'HEAD'): Promise<Response> {
  return fetch(addressOf(place), { method, headers: { ...TUS, cookie: place.device.cookie } });
}

/** Begins and ends it; the answer to its last part. */
export async function upload(place: UploadPlace, bytes: Uint8Array): Promise<Response> {
  const begun = await beginUpload(place, bytes.length);
  return begun.ok ? goOn(place, 0, bytes) : begun;
}

const addressOf = ({ origin, groupId, blobId }: UploadPlace): string =>
  `${origin}${UPLOADS_PATH}/${uploadIdOf(groupId, blobId)}`;
