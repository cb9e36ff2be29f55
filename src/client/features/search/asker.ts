/**
 * What is asked, and what came of it. One answer counts: the one to what was typed last; in the worker an older ask gives way to a
 * newer one, so that the pace is the device's own and not a guess.
 *
 *   ask ──→ worker ──→ found: the first, and what the server had told for something else is gone
 *    │                   └─ typing rests ─→ worker ──→ all of it
 *    └─ typing rests ─→ server ──→ more of the same
 *
 * It lives outside of what is drawn: a letter draws the box alone, an answer the results alone, each once.
 */
import {
  type HowMany,
  isEmptyQuery,
  type SearchAnswer,
  type SearchHit,
  type SearchQuery,
} from '#client/search-index/search-query.ts';
import type { SearchDoor } from '#client/session/search-door.ts';

export interface Found {
  readonly query: SearchQuery;
  readonly answer: SearchAnswer;
  /** Nothing more comes from the device; false: the first of each kind. */
  readonly isWhole: boolean;
}

export type FromServer =
  | { readonly state: 'none' | 'asking' | 'unreachable' }
  | { readonly state: 'here'; readonly hits: readonly SearchHit[]; readonly after: string | null };

export interface Asked {
  /** undefined: nothing was asked, or the first answer is on its way. */
  readonly found: Found | undefined;
  readonly isFirstAsked: boolean;
  readonly hasFailed: boolean;
  readonly server: FromServer;
}

export interface Asker {
  /** To be called with what is typed, before it is drawn: the worker looks while the page draws the letter. */
  ask(query: SearchQuery): void;
  /** The same again: there is more to find, or it has failed. */
  retry(): void;
  askMore(): void;
  setOnline(isOnline: boolean): void;
  /** Listens for changes of what is on the device. Returns what ends it. */
  start(): () => void;
  now(): Asked;
  subscribe(listener: () => void): () => void;
}

/** Longer than from letter to letter. */
const REST_AFTER_MS = 250;
/** Asked of the server only once somebody has stopped typing: each ask is a look at everybody's words. */
const SERVER_AFTER_MS = 350;
const NONE: FromServer = { state: 'none' };
const NOTHING: Asked = { found: undefined, isFirstAsked: false, hasFailed: false, server: NONE };

export function createAsker(door: SearchDoor): Asker {
  const listeners = new Set<() => void>();
  let asked = NOTHING;
  let latest: SearchQuery | undefined;
  /** What the server was asked for. */
  let serverFor: SearchQuery | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let isOnline = false;
  let asks = 0;
  let rounds = 0;

  const set = (change: Partial<Asked>): void => {
    asked = { ...asked, ...change };
    for (const listener of [...listeners]) listener();
  };
  const serverOf = (query: SearchQuery): FromServer => (serverFor === query ? asked.server : NONE);

  const look = (): void => {
    const { found } = asked;
    // Of what stands there whole, nothing goes away meanwhile.
    lookFor(found?.isWhole && found.query === latest ? 'all' : 'first');
  };
  const lookFor = (howMany: HowMany): void => {
    const wanted = latest;
    if (!wanted) return;
    clearTimeout(rest);
    asks += 1;
    const own = asks;
    if (isEmptyQuery(wanted)) {
      set(NOTHING);
      return;
    }
    const isOver = (): boolean => own !== asks;
    const answer = door.ask(wanted, howMany);
    if (!asked.found && !asked.isFirstAsked) set({ isFirstAsked: true });
    answer.then(
      (value) => {
        // Older than what is on the screen, or ended by a newer ask.
        if (isOver() || !value) return;
        const isWhole = howMany === 'all';
        if (!isWhole) rest = setTimeout(() => lookFor('all'), REST_AFTER_MS);
        const found = { query: wanted, answer: value, isWhole };
        set({ found, isFirstAsked: false, hasFailed: false, server: serverOf(wanted) });
      },
      () => {
        if (!isOver()) set({ isFirstAsked: false, hasFailed: true, server: serverOf(wanted) });
      },
    );
  };

  const lookAtServer = (after: string | null, known: readonly SearchHit[], otherwise: FromServer): void => {
    const query = serverFor;
    if (!query) return;
    const own = rounds;
    set({ server: { state: 'asking' } });
    door.askServer(query, after).then(
      (told) => {
        if (own !== rounds) return;
        const isHere = told !== 'unreachable';
        set({
          server: isHere ? { state: 'here', hits: [...known, ...told.hits], after: told.after } : otherwise,
        });
      },
      () => {
        if (own === rounds) set({ server: otherwise });
      },
    );
  };

  const lookAtServerSoon = (): void => {
    clearTimeout(timer);
    rounds += 1;
    const query = latest;
    if (!query || !isOnline || query.text.trim().length < 2) return;
    timer = setTimeout(() => {
      serverFor = query;
      lookAtServer(null, [], { state: 'unreachable' });
    }, SERVER_AFTER_MS);
  };

  return {
    ask(query) {
      if (query === latest) return;
      latest = query;
      look();
      lookAtServerSoon();
    },
    retry: look,
    askMore() {
      const { server } = asked;
      if (server.state === 'here' && server.after !== null) lookAtServer(server.after, server.hits, server);
    },
    setOnline(now) {
      if (now === isOnline) return;
      isOnline = now;
      serverFor = undefined;
      if (asked.server !== NONE) set({ server: NONE });
      lookAtServerSoon();
    },
    start() {
      const end = door.onChanged(look);
      return () => {
        end();
        clearTimeout(timer);
        clearTimeout(rest);
        // Nothing that comes now is for anybody.
        asks += 1;
        rounds += 1;
      };
    },
    now: () => asked,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
