/** Copies of a device in memory: survive its database, and may go bad. */
import type { CopyChange, CopyManifest, CopyStore } from '#client/copies/copy-store.ts';

export class MemoryCopyStore implements CopyStore {
  readonly manifests = new Map<number, CopyManifest>();
  readonly texts = new Map<string, string>();

  async list(): Promise<readonly CopyManifest[]> {
    return [...this.manifests.values()].sort((a, b) => a.order - b.order);
  }

  async readTexts(ids: readonly string[]): Promise<readonly (string | undefined)[]> {
    return ids.map((id) => this.texts.get(id));
  }

  async change({ manifests, texts, removedManifests, removedTexts }: CopyChange): Promise<void> {
    for (const { id, text } of texts) this.texts.set(id, text);
    for (const manifest of manifests) this.manifests.set(manifest.order, structuredClone(manifest));
    for (const order of removedManifests) this.manifests.delete(order);
    for (const id of removedTexts) this.texts.delete(id);
  }

  get bytes(): number {
    return [...this.texts.values()].reduce((sum, text) => sum + text.length, 0);
  }
}
