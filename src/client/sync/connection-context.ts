/** What a connection is given, and how it ends. */
import type { BlobTransport } from '#client/platform/blob-transport.ts';
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import type { Transport } from '#client/platform/transport.ts';
import type { Witness } from '#client/platform/witness.ts';
import type { CaretDown } from '#protocol/carets.ts';
import type { Wait } from '#protocol/kinds.ts';
import type { CaretBoard } from './carets.ts';
import type { LinkMemory } from './link-memory.ts';
import type { PresenceBoard } from './presence.ts';
import type { Status } from './status.ts';

export interface ConnectionContext {
  readonly store: DeviceStore;
  readonly transport: Transport;
  readonly blobs?: BlobTransport | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly witness?: Witness | undefined;
  readonly status: Status;
  readonly presence: PresenceBoard;
  /** undefined: no plan was opened in this tab. */
  readonly carets: () => CaretBoard | undefined;
  /** A caret was heard: for the other tabs. */
  readonly onCaret: (caret: CaretDown) => void;
  readonly memory: LinkMemory;
  /** What is queued changed in other ways than by verdicts: count it again. */
  readonly recount: () => void;
  /** `socket`: stay and listen. `drain`: send what waits by HTTP, then end (the service worker). */
  readonly mode: 'socket' | 'drain';
}

/** `progress`: something was settled or applied, the link is worth trying again at once. */
export type End = EndKind & { readonly progress: boolean; readonly isIntercepted: boolean };
export type EndKind =
  | { readonly kind: 'closed' | 'again' | 'lead-lost' | 'stopped' }
  | { readonly kind: 'wait'; readonly wait: Wait }
  | { readonly kind: 'failed'; readonly error: unknown };
