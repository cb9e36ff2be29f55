/**
 * What is asked, and what came of it. One ask is on its way at a time: what is typed meanwhile is asked when it is home, so
 * the pace is the device's own and not a guess; an older ask gives way to a newer one in the worker.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  isEmptyQuery,
  type SearchAnswer,
  type SearchHit,
  type SearchQuery,
} from '#client/search-index/search-query.ts';
import type { SearchDoor } from '#client/session/search-door.ts';

export interface Found {
  readonly query: SearchQuery;
  readonly answer: SearchAnswer;
}

export type FromServer =
  | { readonly state: 'none' | 'asking' | 'unreachable' }
  | { readonly state: 'here'; readonly hits: readonly SearchHit[]; readonly after: string | null };

export interface SearchState {
  /** undefined: nothing was asked, or the first answer is on its way. */
  readonly found: Found | undefined;
  readonly isAsking: boolean;
  readonly hasFailed: boolean;
  readonly server: FromServer;
  retry(): void;
  askMore(): void;
  /** To be called with what is typed, before it is drawn: the worker looks while the page draws the letter. */
  askAhead(query: SearchQuery): void;
}

/** Asked of the server only once somebody has stopped typing: each ask is a look at everybody's words. */
const SERVER_AFTER_MS = 350;
const NONE: FromServer = { state: 'none' };

export function useSearch(door: SearchDoor, query: SearchQuery, isOnline: boolean): SearchState {
  const [found, setFound] = useState<Found>();
  const [isAsking, setAsking] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const latest = useRef<{ readonly query: SearchQuery; readonly door: SearchDoor }>(undefined);
  const asks = useRef(0);

  const ask = useCallback(() => {
    const wanted = latest.current?.query;
    if (!wanted) return;
    asks.current += 1;
    const own = asks.current;
    if (isEmptyQuery(wanted)) {
      setFound(undefined);
      setAsking(false);
      return;
    }
    setAsking(true);
    door.ask(wanted).then(
      (answer) => {
        // Older than what is on the screen, or ended by a newer ask.
        if (own !== asks.current || !answer) return;
        setFound({ query: wanted, answer });
        setFailed(false);
        setAsking(false);
      },
      () => {
        if (own !== asks.current) return;
        setFailed(true);
        setAsking(false);
      },
    );
  }, [door]);

  const askAhead = useCallback(
    (next: SearchQuery) => {
      latest.current = { query: next, door };
      ask();
    },
    [door, ask],
  );
  useEffect(() => {
    if (latest.current?.query !== query || latest.current.door !== door) askAhead(query);
  }, [query, door, askAhead]);
  useEffect(() => door.onChanged(ask), [door, ask]);

  const { server, askMore } = useServer(door, query, isOnline);
  return { found, isAsking, hasFailed, server, askMore, askAhead, retry: ask };
}

function useServer(door: SearchDoor, query: SearchQuery, isOnline: boolean) {
  const [server, setServer] = useState<FromServer>(NONE);
  useEffect(() => {
    setServer(NONE);
    if (!isOnline || query.text.trim().length < 2) return;
    let isOver = false;
    const timer = setTimeout(() => {
      setServer({ state: 'asking' });
      door.askServer(query, null).then(
        (told) => {
          if (!isOver)
            setServer(told === 'unreachable' ? { state: 'unreachable' } : { state: 'here', ...told });
        },
        () => {
          if (!isOver) setServer({ state: 'unreachable' });
        },
      );
    }, SERVER_AFTER_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [door, query, isOnline]);

  const askMore = (): void => {
    if (server.state !== 'here' || server.after === null) return;
    const { hits } = server;
    const asked = server;
    setServer({ state: 'asking' });
    door.askServer(query, server.after).then(
      (told) =>
        setServer((now) => {
          // Something else was typed meanwhile.
          if (now.state !== 'asking') return now;
          return told === 'unreachable'
            ? asked
            : { state: 'here', hits: [...hits, ...told.hits], after: told.after };
        }),
      () => setServer(asked),
    );
  };
  return { server, askMore };
}
