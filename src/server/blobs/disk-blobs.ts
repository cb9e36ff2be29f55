/** Photos in files: written beside their place, flushed, then moved there, so that a name always means the whole. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileStore } from '@tus/file-store';
import type { BlobPlaces, BlobStore } from './blob-store.ts';

/** Uploads nobody went on with for so long are dropped: a phone that was away for a week begins anew. */
export const UPLOAD_KEPT_MS = 7 * 24 * 3_600_000;

export function openDiskPlaces(directory: string): BlobPlaces {
  const uploads = new FileStore({
    directory: join(directory, 'uploads'),
    expirationPeriodInMilliseconds: UPLOAD_KEPT_MS,
  });
  return { blobs: new DiskBlobs(join(directory, 'photos')), uploads };
}

export class DiskBlobs implements BlobStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.#directory, key);
    await mkdir(dirname(path), { recursive: true });
    const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
    try {
      const file = await open(beside, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
      await syncDirectory(dirname(path));
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  }

  async get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      return await readFile(join(this.#directory, key));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) await rm(join(this.#directory, key), { force: true });
  }

  async *list(): AsyncGenerator<{ key: string; at: number }> {
    for (const groupId of await readdir(this.#directory).catch(() => [])) {
      for (const name of await readdir(join(this.#directory, groupId)).catch(() => [])) {
        const found = await stat(join(this.#directory, groupId, name)).catch(() => undefined);
        if (found) yield { key: `${groupId}/${name}`, at: found.mtimeMs };
      }
    }
  }

  async check(): Promise<void> {
    // Of its own: servers that share the folder may all be starting.
    const key = `.check-${randomBytes(6).toString('hex')}`;
    await this.put(key, new Uint8Array([1]));
    await this.remove([key]);
  }
}

/** Else the name itself may be lost with the power. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
