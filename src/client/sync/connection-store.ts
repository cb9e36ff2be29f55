/**
 * The store as one connection has it. A write may wait for its turn longer than its connection lives, and the next
 * connection may meet another history meanwhile: so the end of a connection waits for what it was writing, and
 * nothing it wants to write later is written.
 */
import type {
  DeviceStore,
  DeviceTable,
  ReadTransaction,
  WriteTransaction,
} from '#client/platform/device-store.ts';
import { StoppedError } from './link.ts';

export class ConnectionStore implements DeviceStore {
  readonly #store: DeviceStore;
  readonly #writing = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(store: DeviceStore) {
    this.#store = store;
  }

  read<R>(tables: readonly DeviceTable[], run: (tx: ReadTransaction) => Promise<R>): Promise<R> {
    return this.#store.read(tables, run);
  }

  write<R>(tables: readonly DeviceTable[], run: (tx: WriteTransaction) => Promise<R>): Promise<R> {
    if (this.#isClosed) return Promise.reject(new StoppedError());
    const write = this.#store.write(tables, run);
    this.#writing.add(write);
    const forget = () => this.#writing.delete(write);
    write.then(forget, forget);
    return write;
  }

  /** Resolves when what had begun is on disk, or was refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#writing);
  }
}
