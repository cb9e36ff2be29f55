import { useEffect, useRef, useState } from 'react';
import { useEngine, useEngineStatus } from '#client/session/session-context.ts';
import type { ConversationSnapshot, ConversationSource } from '#client/store/read-types.ts';

/**
 * Loads older messages while the beginning of the list is near: from the device, then from the server. Asks
 * again when a page came (a background load's and another tab's too) or the connection came back, never in a circle. Returns whether it is asking now.
 */
export function useOlderPages(
  groupId: string,
  source: ConversationSource | null,
  { hasOlder, heldFrom, messages }: ConversationSnapshot,
  nearStart: boolean,
): { readonly loading: boolean; readonly needsNetwork: boolean } {
  const engine = useEngine();
  const online = useEngineStatus().connection.name === 'online';
  const [loading, setLoading] = useState(false);
  const askedFor = useRef<string | null>(null);
  const wanted = nearStart && hasOlder && source !== null;
  const place = `${messages[0]?.id} ${heldFrom} ${online}`;

  useEffect(() => {
    if (!wanted) askedFor.current = null;
    if (!wanted || loading || askedFor.current === place) return;
    askedFor.current = place;
    setLoading(true);
    // What failed is asked again when the link is back, or when the person comes back here.
    void askForOlder(source, () => engine.loadOlder(groupId))
      .catch(() => undefined)
      .finally(() => setLoading(false));
  }, [wanted, loading, place, source, engine, groupId]);

  return { loading: wanted && loading, needsNetwork: wanted && !loading && !online };
}

async function askForOlder(source: ConversationSource, fetchPage: () => Promise<void>): Promise<void> {
  if (await source.loadOlder()) return;
  await fetchPage();
  await source.loadOlder();
}
