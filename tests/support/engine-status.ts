/** How an engine stands, for tests: connected, with nothing to send. */
import type { EngineStatus } from '#client/sync/engine-types.ts';

export function engineStatus(fields: Partial<EngineStatus> = {}): EngineStatus {
  return {
    connection: { name: 'online' },
    queued: 0,
    held: null,
    heldUntil: null,
    photosUntil: null,
    tray: 0,
    receiving: false,
    leader: true,
    storage: 'ok',
    ...fields,
  };
}
