/** The server's photos in memory, for engines that run without one: a link that a test cuts where it likes. */
import type { BlobTransport, Downloaded, Uploaded } from '#client/platform/blob-transport.ts';

export class MemoryBlobs implements BlobTransport {
  /** By `<groupId>/<blobId>`. */
  readonly stored = new Map<string, Uint8Array>();
  readonly #begun = new Map<string, number>();
  /** Asked before each piece; anything but undefined ends the call with it, and what was sent stays sent. */
  trouble: (key: string, sent: number) => Exclude<Uploaded, { kind: 'done' }> | undefined = () => undefined;
  readonly pieceBytes = 1_000;

  async upload(
    { groupId, blobId, bytes }: Parameters<BlobTransport['upload']>[0],
    { onSent, signal }: Parameters<BlobTransport['upload']>[1],
  ): Promise<Uploaded> {
    const key = `${groupId}/${blobId}`;
    for (;;) {
      const sent = this.#begun.get(key) ?? 0;
      await onSent(sent);
      if (this.stored.has(key)) return { kind: 'done' };
      const trouble = signal.aborted ? ({ kind: 'unreachable' } as const) : this.trouble(key, sent);
      if (trouble) return trouble;
      const next = Math.min(bytes.length, sent + this.pieceBytes);
      this.#begun.set(key, next);
      if (next === bytes.length) this.stored.set(key, bytes);
    }
  }

  async download({ groupId, blobId }: Parameters<BlobTransport['download']>[0]): Promise<Downloaded> {
    const bytes = this.stored.get(`${groupId}/${blobId}`);
    return bytes ? { kind: 'here', bytes: new Uint8Array(bytes) } : { kind: 'gone' };
  }

  isAt(groupId: string, blobId: unknown): boolean {
    return this.stored.has(`${groupId}/${blobId}`);
  }
}
