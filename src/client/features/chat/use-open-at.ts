/** A conversation that was opened at one of its messages: found by search, maybe older than what is on this device. */
import { useEffect, useRef, useState } from 'react';
import { useEngine, useEngineStatus } from '#client/session/session-context.ts';

interface Wanted {
  readonly messageId: string;
  /** null: it waits on this device. */
  readonly version: number | null;
}

const readWanted = (): Wanted | undefined => (history.state as { reveal?: Wanted } | null)?.reveal;

export interface OpenAtOptions {
  /** The device holds everything from this version on. */
  readonly heldFrom: number;
  /** The list stands, and can go somewhere. */
  readonly isShown: boolean;
  readonly reveal: (messageId: string) => void;
}

/** Fetches page after page until the message is here, then goes to it. Returns what it waits for meanwhile. */
export function useOpenAt(
  groupId: string,
  { heldFrom, isShown, reveal }: OpenAtOptions,
): { readonly loading: boolean; readonly needsNetwork: boolean } {
  const engine = useEngine();
  const online = useEngineStatus().connection.name === 'online';
  const [wanted, setWanted] = useState(readWanted);
  const askedFor = useRef<string | null>(null);
  const isAway = wanted !== undefined && wanted.version !== null && wanted.version < heldFrom;
  const place = `${heldFrom} ${online}`;
  useEffect(() => {
    if (!wanted || !isShown) return;
    if (isAway) {
      if (askedFor.current === place) return;
      askedFor.current = place;
      // What failed is asked again when the link is back.
      void engine.loadOlder(groupId).catch(() => undefined);
      return;
    }
    setWanted(undefined);
    // Coming back to the conversation leads to its end, as ever.
    const { reveal: _, ...rest } = history.state as { reveal?: Wanted };
    history.replaceState(rest, '');
    reveal(wanted.messageId);
  }, [wanted, isShown, isAway, place, engine, groupId, reveal]);
  return { loading: isAway && online, needsNetwork: isAway && !online };
}
