/** Photos in a bucket of any service that speaks S3: for servers that are several, or whose disk is not kept. */

import { type MetadataValue, S3Store } from '@tus/s3-store';
import { MemoryKvStore } from '@tus/server';
import type { BlobPlaces, BlobStore } from './blob-store.ts';
import { UPLOAD_KEPT_MS } from './disk-blobs.ts';

export interface BucketPlace {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const REMOVED_AT_ONCE = 1_000;
const PHOTOS = 'photos/';

export function openBucketPlaces({ bucket, ...place }: BucketPlace): BlobPlaces {
  const { endpoint, region, accessKeyId, secretAccessKey } = place;
  const uploads = new Bucket({
    expirationPeriodInMilliseconds: UPLOAD_KEPT_MS,
    // Tags are what expiry by the bucket's own rules needs, and what few services but the first have.
    useTags: false,
    // On one node what an upload is stays known; the next one asks the bucket.
    cache: new MemoryKvStore<MetadataValue>(),
    s3ClientConfig: {
      bucket,
      endpoint,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
    },
  });
  return { blobs: new BucketBlobs(uploads, bucket), uploads };
}

/** What tus gathers lies beside the photos, by its upload's id; all through the one client there is. */
class Bucket extends S3Store {
  get objects(): S3Store['client'] {
    return this.client;
  }
}

class BucketBlobs implements BlobStore {
  readonly #bucket: Bucket;
  readonly #name: string;

  constructor(bucket: Bucket, name: string) {
    this.#bucket = bucket;
    this.#name = name;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#bucket.objects.putObject({ Bucket: this.#name, Key: PHOTOS + key, Body: bytes });
  }

  async get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const { Body } = await this.#bucket.objects.getObject({ Bucket: this.#name, Key: PHOTOS + key });
      return Body && new Uint8Array(await Body.transformToByteArray());
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += REMOVED_AT_ONCE) {
      const Objects = keys.slice(from, from + REMOVED_AT_ONCE).map((key) => ({ Key: PHOTOS + key }));
      const { Errors = [] } = await this.#bucket.objects.deleteObjects({
        Bucket: this.#name,
        Delete: { Objects, Quiet: true },
      });
      if (Errors.length > 0) throw new Error(`the bucket keeps ${Errors.length} photos (${Errors[0]?.Code})`);
    }
  }

  async *list(): AsyncGenerator<{ key: string; at: number }> {
    let after: string | undefined;
    do {
      const page = await this.#bucket.objects.listObjectsV2({
        Bucket: this.#name,
        Prefix: PHOTOS,
        ...(after && { ContinuationToken: after }),
      });
      for (const { Key, LastModified } of page.Contents ?? []) {
        if (Key) yield { key: Key.slice(PHOTOS.length), at: LastModified?.getTime() ?? Date.now() };
      }
      after = page.NextContinuationToken;
    } while (after);
  }

  async check(): Promise<void> {
    const key = '.check';
    await this.put(key, new Uint8Array([1]));
    await this.remove([key]);
  }
}
