/**
 * How features reach the engine and the reader: `app/` makes both and provides them here.
 *
 *   useEngine()                      the write door
 *   useReader()                      the reads
 *   useObserved(r => r.observeX())   the value now, undefined while it is first read; a failed read throws to
 *                                    the nearest error boundary
 *   useAppLock()                     the lock on what is kept here
 *   useEngineStatus(), usePresence(groupId)
 */
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { Observed, Reader } from '#client/store/read-types.ts';
import type { Engine, EngineStatus, Presence } from '#client/sync/engine-types.ts';
import { must } from '#domain/assert.ts';
import type { AppLock } from './app-lock.ts';
import { type ExternalStore, storeOfObserved, storeOfRead } from './external-store.ts';

export interface Session {
  readonly engine: Engine;
  readonly reader: Reader;
  /** Absent: this session cannot change it (an app older than its database). */
  readonly lock?: AppLock;
}

export const SessionContext = createContext<Session | null>(null);

export function useEngine(): Engine {
  return useSession().engine;
}

export function useReader(): Reader {
  return useSession().reader;
}

export function useAppLock(): AppLock | undefined {
  return useSession().lock;
}

/** Reads again from scratch when one of `deps` changes: never shows the value of other deps. */
export function useObserved<T>(
  observe: (reader: Reader) => Observed<T>,
  deps: readonly unknown[],
): T | undefined {
  const reader = useReader();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names what `observe` closes over.
  const store = useMemo(() => storeOfObserved(observe(reader)), [reader, ...deps]);
  const seen = useStore(store);
  if (seen.state === 'failed') throw seen.error;
  return seen.state === 'here' ? seen.value : undefined;
}

export function useEngineStatus(): EngineStatus {
  const engine = useEngine();
  return useStore(
    useMemo(
      () =>
        storeOfRead(
          (listener) => engine.subscribe(listener),
          () => engine.status(),
        ),
      [engine],
    ),
  );
}

export function usePresence(groupId: string): Presence {
  const engine = useEngine();
  return useStore(
    useMemo(
      () =>
        storeOfRead(
          (listener) => engine.subscribe(listener),
          () => engine.presence(groupId),
        ),
      [engine, groupId],
    ),
  );
}

function useSession(): Session {
  return must(useContext(SessionContext), 'SessionContext');
}

function useStore<T>(store: ExternalStore<T>): T {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}
