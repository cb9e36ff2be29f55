/** Sabotage: the product with one promise broken on purpose, by bending a port it is given. The checker must see it. */
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Transport } from '#client/platform/transport.ts';
import type { LogStore } from '#server/sync/log-store.ts';
import type { SyncServer } from '#server/sync/sync-server.ts';
import type { Process } from './scheduler.ts';

export interface Sabotage {
  readonly name: string;
  readonly bendDeviceStore?: (store: DeviceStore, page: Process) => DeviceStore;
  readonly bendTransport?: (transport: Transport) => Transport;
  readonly bendServerStore?: (store: LogStore) => LogStore;
  readonly bendServer?: (server: SyncServer) => SyncServer;
}
