/** Where things stand, as plain values for the screens; the same in every tab because the leader tells the others. */
import type { ConnectionState, EngineStatus } from './engine-types.ts';

export class Status {
  #value: EngineStatus = {
    connection: { name: 'connecting' },
    queued: 0,
    held: null,
    heldUntil: null,
    photosUntil: null,
    tray: 0,
    receiving: false,
    leader: false,
    storage: 'ok',
  };
  readonly #listeners = new Set<() => void>();

  get(): EngineStatus {
    return this.#value;
  }

  /** A new object only when something differs: screens compare by identity. */
  set(change: Partial<EngineStatus>): void {
    const next = { ...this.#value, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#value)) return;
    this.#value = next;
    this.notify();
  }

  setConnection(connection: ConnectionState): void {
    this.set({ connection });
  }

  /** Ops queued or settled, refused or taken from the tray. */
  count(change: { queued?: number; tray?: number }): void {
    this.set({
      queued: Math.max(0, this.#value.queued + (change.queued ?? 0)),
      tray: Math.max(0, this.#value.tray + (change.tray ?? 0)),
    });
  }

  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
