/** The asker of a screen, while the screen is there; what came of it is drawn by who shows it. */
import { startTransition, useEffect, useMemo, useState } from 'react';
import type { SearchQuery } from '#client/search-index/search-query.ts';
import type { SearchDoor } from '#client/session/search-door.ts';
import { type Asked, type Asker, createAsker } from './asker.ts';

export function useAsker(door: SearchDoor, query: SearchQuery, isOnline: boolean): Asker {
  const asker = useMemo(() => createAsker(door), [door]);
  useEffect(() => asker.start(), [asker]);
  useEffect(() => asker.setOnline(isOnline), [asker, isOnline]);
  // What is typed was asked before; what the history held was not.
  useEffect(() => asker.ask(query), [asker, query]);
  return asker;
}

/** Rows below the screen are no hurry: a letter that is typed meanwhile goes before them. */
export function useAsked(asker: Asker): Asked {
  const [asked, setAsked] = useState(asker.now);
  useEffect(() => {
    const hear = (): void => {
      const now = asker.now();
      if (now.found?.isWhole) startTransition(() => setAsked(now));
      else setAsked(now);
    };
    hear();
    return asker.subscribe(hear);
  }, [asker]);
  return asked;
}
