import { useEffect, useRef, useState } from 'react';
import { useEngine, useEngineStatus } from '#client/session/session-context.ts';
import type { ConversationSnapshot, ConversationSource } from '#client/store/read-types.ts';

/**
 * Loads older messages while the beginning of the list is near: from the device, then from the server. Asks
 * again when a page came or the connection came back, never in a circle. Returns whether it is asking now.
 */
export function useOlderPages(
  groupId: string,
  source: ConversationSource | null,
  { hasOlder, messages }: ConversationSnapshot,
  nearStart: boolean,
): { readonly loading: boolean; readonly needsNetwork: boolean } {
  const engine = useEngine();
  const online = useEngineStatus().connection.name === 'online';
  const [loading, setLoading] = useState(false);
  const asking = useRef(false);
  const oldestId = messages[0]?.id;
  const wanted = nearStart && hasOlder && source !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a page (oldestId) or a link (online) is why to ask again.
  useEffect(() => {
    if (!wanted || asking.current) return;
    let here = true;
    asking.current = true;
    setLoading(true);
    void askForOlder(source, () => engine.loadOlder(groupId)).finally(() => {
      asking.current = false;
      if (here) setLoading(false);
    });
    return () => {
      here = false;
    };
  }, [wanted, oldestId, online, source, engine, groupId]);

  return { loading: wanted && loading, needsNetwork: wanted && !loading && !online };
}

async function askForOlder(source: ConversationSource, fetchPage: () => Promise<void>): Promise<void> {
  if (await source.loadOlder()) return;
  await fetchPage();
  await source.loadOlder();
}
