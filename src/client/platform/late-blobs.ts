/** Photos are sent and brought by code that no first screen needs: it is loaded with the first of them. */
import type { BlobTransport } from './blob-transport.ts';

export function createLateBlobs(load: () => Promise<BlobTransport>): BlobTransport {
  let loading: Promise<BlobTransport> | undefined;
  async function get(): Promise<BlobTransport | undefined> {
    loading ??= load();
    try {
      return await loading;
    } catch {
      // The chunk did not come: asked for again with the next photo.
      loading = undefined;
      return undefined;
    }
  }
  return {
    upload: async (upload, options) => (await get())?.upload(upload, options) ?? { kind: 'unreachable' },
    download: async (blob, signal) => (await get())?.download(blob, signal) ?? { kind: 'unreachable' },
  };
}
