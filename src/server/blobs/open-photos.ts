/** Everything the server does with photos, from one configuration. */
import { resolve } from 'node:path';
import type { BlobRecords } from '../db/blob-records.ts';
import { StartFailure } from '../db/start-failure.ts';
import type { BlobPlaces } from './blob-store.ts';
import { openDiskPlaces } from './disk-blobs.ts';
import { PhotoDesk, type PhotoDeskOptions, type PhotoLimits } from './photo-desk.ts';
import { PhotoSweeper } from './photo-sweeper.ts';
import type { BucketPlace } from './s3-blobs.ts';
import { createUploadServer, type UploadServer } from './upload-server.ts';

export interface PhotosConfig extends PhotoLimits {
  readonly place: { readonly directory: string } | BucketPlace;
}

export interface Photos {
  readonly desk: PhotoDesk;
  readonly uploads: UploadServer;
  readonly sweeper: PhotoSweeper;
}

export interface PhotosOptions {
  readonly records: BlobRecords;
  readonly mayRestore: PhotoDeskOptions['mayRestore'];
  readonly unnamedKeptMs: number | null;
  readonly onFailure: (error: unknown) => void;
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
}

/** Throws StartFailure when nothing can be written where the configuration says. */
export async function openPhotos(config: PhotosConfig, options: PhotosOptions): Promise<Photos> {
  const { records, mayRestore, unnamedKeptMs, onFailure, now, after } = options;
  const { blobs, uploads: gathered } = await openPlaces(config.place);
  await blobs.check().catch((error: unknown) => {
    const name = 'directory' in config.place ? 'BLOB_DIR' : 'S3_ENDPOINT';
    throw new StartFailure(`${name}: photos cannot be written there (${(error as Error).name})`, {
      cause: error,
    });
  });
  const desk = new PhotoDesk({ records, blobs, limits: config, mayRestore, now, onFailure });
  const uploads = createUploadServer({ uploads: gathered, desk, onFailure });
  const sweeper = new PhotoSweeper({
    records,
    blobs,
    desk,
    uploads,
    unnamedKeptMs,
    onFailure,
    now,
    after,
  });
  return { desk, uploads, sweeper };
}

async function openPlaces(place: PhotosConfig['place']): Promise<BlobPlaces> {
  if ('directory' in place) return openDiskPlaces(resolve(place.directory));
  // Ten megabytes of client, for who asked for it.
  const { openBucketPlaces } = await import('./s3-blobs.ts');
  return openBucketPlaces(place);
}
