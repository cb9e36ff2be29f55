/**
 * Brings the older messages of a conversation onto the device, page after page, until its beginning or until they no longer come:
 * without a connection, or when the server says nothing for a while. What came stays on the device, so that the next time goes on from there.
 */
import type { ConversationSource } from '#client/store/read-types.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { PATIENCE_MS, waitFor } from './wait-for.ts';

export interface OlderAsk {
  readonly groupId: string;
  readonly engine: Pick<Engine, 'loadOlder' | 'status' | 'subscribe'>;
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void;
  readonly patienceMs?: number;
}

/** True: the device holds the conversation from its beginning. The source is listened to meanwhile. */
export async function fetchOlder(source: ConversationSource, ask: OlderAsk): Promise<boolean> {
  const { engine, groupId, signal, onProgress, patienceMs = PATIENCE_MS } = ask;
  const wait = (isEnough: () => boolean, ms?: number): Promise<void> =>
    waitFor(isEnough, {
      listen: [(look) => source.subscribe(look), (look) => engine.subscribe(look)],
      signal,
      ms,
    });
  const held = (): number => source.getSnapshot().heldFrom;
  const isOnline = (): boolean => engine.status().connection.name === 'online';
  const stop = source.subscribe(() => undefined);
  try {
    await wait(() => source.getSnapshot().ready);
    const from = held();
    while (held() > 0 && isOnline()) {
      const before = held();
      onProgress(1 - before / from);
      // In a tab that does not lead, the page comes after this has been answered.
      await engine.loadOlder(groupId);
      await wait(() => held() < before || !isOnline(), patienceMs);
      if (held() >= before) break;
    }
    return held() === 0;
  } finally {
    stop();
    source.close();
  }
}
