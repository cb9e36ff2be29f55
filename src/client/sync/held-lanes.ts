/** Lanes the server has wait: told in the status while this connection lasts, and on disk for the group's own screen. */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { WaitKind } from '#protocol/kinds.ts';
import { noteWaiting } from './say-hello.ts';
import type { Status } from './status.ts';

export class HeldLanes {
  readonly #store: DeviceStore;
  readonly #status: Status;
  readonly #holds = new Map<string, { readonly kind: WaitKind; readonly until: number | null }>();

  constructor(store: DeviceStore, status: Status) {
    this.#store = store;
    this.#status = status;
  }

  /** `until`: when it is asked again, epoch ms by the device's clock; null: that is not what one waits for. */
  async hold(groupId: string, kind: WaitKind, until: number | null): Promise<void> {
    // To a session that is another account's a hello says of it that it does not know it: the lane knows more.
    if (kind === 'unknown-group' && this.#holds.get(groupId)?.kind === 'auth') return;
    this.#holds.set(groupId, { kind, until });
    this.#tell();
    await noteWaiting(this.#store, groupId, kind);
  }

  /** An admin let this person in. True: what waits may go out at once. */
  approved(groupId: string): boolean {
    const wasHeld = this.#holds.get(groupId)?.kind === 'approval';
    if (wasHeld) this.release(groupId);
    return wasHeld;
  }

  /** A verdict came; the transaction that wrote it has cleared what is on disk. */
  release(groupId: string): void {
    if (this.#holds.delete(groupId)) this.#tell();
  }

  /** The connection is over: nobody is told to wait any more. */
  clear(): void {
    this.#holds.clear();
    this.#tell();
  }

  #tell(): void {
    const holds = [...this.#holds.values()];
    const soonest = holds.reduce<(typeof holds)[number] | undefined>((best, one) => {
      return best === undefined || (one.until ?? Infinity) < (best.until ?? Infinity) ? one : best;
    }, undefined);
    this.#status.set({ held: soonest?.kind ?? null, heldUntil: soonest?.until ?? null });
  }
}
