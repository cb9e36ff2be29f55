/** What the engine is given: everything that differs between a browser, Node and the simulation. */
import type { BlobTransport } from '#client/platform/blob-transport.ts';
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Locks } from '#client/platform/locks.ts';
import type { Random } from '#client/platform/random.ts';
import type { TabChannel } from '#client/platform/tab-channel.ts';
import type { Transport } from '#client/platform/transport.ts';
import type { Witness } from '#client/platform/witness.ts';
import type { Acts } from './acts.ts';
import type { MakeConnectionLoop } from './connection-loop.ts';

export interface EnginePorts {
  readonly store: DeviceStore;
  readonly transport: Transport;
  /** Absent: photos stay here, and what names them waits. */
  readonly blobs?: BlobTransport | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly locks: Locks;
  /** Absent: a device of one tab. */
  readonly tabs?: TabChannel;
  /** Absent: only the server can tell that the database was emptied or is an older copy. */
  readonly witness?: Witness;
}

export interface EngineOptions {
  /**
   * All that talks to the server, `createConnectionLoop`: half of the engine's code, needed by the tab that leads
   * and by nobody's first screen. An app may load it when it is asked for.
   */
  readonly loadConnections: () => MakeConnectionLoop | Promise<MakeConnectionLoop>;
  /** `ACTS`: what a person does, with the rules of every op; not needed to show a first screen. */
  readonly loadActs: () => Acts | Promise<Acts>;
  /** Told of what should not have happened; the engine has already recovered. Ids only, never content. */
  readonly onFault?: (error: unknown) => void;
  /** The network is left alone until then; what people do is saved at once all the same. Absent: now. */
  readonly connectAfter?: Promise<void>;
}
