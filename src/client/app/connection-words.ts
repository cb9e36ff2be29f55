/** What the connection bar says. Pure, so that each state can be listed in a test. */
import type { ConnectionState, EngineStatus } from '#client/sync/engine-types.ts';
import type { WaitKind } from '#protocol/kinds.ts';

type OfflineCause = Extract<ConnectionState, { name: 'offline' }>['cause'];

export type ConnectionWords =
  | { readonly key: 'connection.offline' | 'connection.connecting'; readonly tone: 'wait' }
  | { readonly key: 'connection.portal' | 'connection.device'; readonly tone: 'wait' }
  | {
      readonly key: 'connection.offlineQueued' | 'connection.portalQueued';
      readonly tone: 'wait';
      readonly queued: number;
    }
  | {
      readonly key: `connection.waiting.${'auth' | 'busy' | 'unsupported' | 'healing'}`;
      readonly tone: 'wait';
    }
  | {
      readonly key: `connection.held.${'auth' | 'unsupported' | 'approval' | 'other'}`;
      readonly tone: 'wait';
    }
  | { readonly key: 'connection.storage.full' | 'connection.storage.failing'; readonly tone: 'bad' }
  | { readonly key: 'connection.storage.slow'; readonly tone: 'wait' }
  | { readonly key: 'connection.sending' | 'connection.receiving'; readonly tone: 'good' };

/** Undefined: all is well and there is nothing to say. */
export function describeConnection(status: EngineStatus): ConnectionWords | undefined {
  const { connection, queued, held, receiving, storage } = status;
  // What cannot be kept comes before what cannot be sent.
  if (storage === 'full' || storage === 'failing')
    return { key: `connection.storage.${storage}`, tone: 'bad' };
  if (storage === 'slow') return { key: 'connection.storage.slow', tone: 'wait' };
  switch (connection.name) {
    case 'offline':
      return describeOffline(connection.cause, queued);
    case 'waiting':
      return { key: `connection.waiting.${connection.kind}`, tone: 'wait' };
    case 'connecting':
      return { key: 'connection.connecting', tone: 'wait' };
    case 'online':
      if (queued > 0 && held !== null) {
        return { key: `connection.held.${isToldApart(held) ? held : 'other'}`, tone: 'wait' };
      }
      if (queued > 0) return { key: 'connection.sending', tone: 'good' };
      return receiving ? { key: 'connection.receiving', tone: 'good' } : undefined;
  }
}

function isToldApart(held: WaitKind): held is 'auth' | 'unsupported' | 'approval' {
  return held === 'auth' || held === 'unsupported' || held === 'approval';
}

function describeOffline(cause: OfflineCause, queued: number): ConnectionWords {
  if (cause === 'device') return { key: 'connection.device', tone: 'wait' };
  const key = cause === 'intercepted' ? 'connection.portal' : 'connection.offline';
  return queued > 0 ? { key: `${key}Queued`, tone: 'wait', queued } : { key, tone: 'wait' };
}

/** How long a state must last before it is worth a word. Offline is told at once; what is normal is not told. */
export function patienceMs(words: ConnectionWords): number {
  switch (words.key) {
    case 'connection.connecting':
      return 2_000;
    case 'connection.storage.failing':
      return 1_000;
    case 'connection.sending':
    case 'connection.receiving':
    case 'connection.held.other':
      return 700;
    default:
      return 0;
  }
}
