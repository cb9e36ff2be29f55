/** Lanes the server has wait: told in the status while this connection lasts, and on disk for the group's own screen. */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { WaitKind } from '#protocol/kinds.ts';
import { noteWaiting } from './say-hello.ts';
import type { Status } from './status.ts';

export class HeldLanes {
  readonly #store: DeviceStore;
  readonly #status: Status;
  readonly #kinds = new Map<string, WaitKind>();

  constructor(store: DeviceStore, status: Status) {
    this.#store = store;
    this.#status = status;
  }

  hold(groupId: string, kind: WaitKind): Promise<void> {
    this.#kinds.set(groupId, kind);
    this.#tell();
    return noteWaiting(this.#store, groupId, kind);
  }

  /** An admin let this person in. True: what waits may go out at once. */
  approved(groupId: string): boolean {
    const wasHeld = this.#kinds.get(groupId) === 'approval';
    if (wasHeld) this.release(groupId);
    return wasHeld;
  }

  /** A verdict came; the transaction that wrote it has cleared what is on disk. */
  release(groupId: string): void {
    if (this.#kinds.delete(groupId)) this.#tell();
  }

  /** The connection is over: nobody is told to wait any more. */
  clear(): void {
    this.#kinds.clear();
    this.#tell();
  }

  #tell(): void {
    const [first = null] = this.#kinds.values();
    this.#status.set({ held: first });
  }
}
