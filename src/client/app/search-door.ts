/**
 * The worker of search, from the page's side.
 *
 *   none ──first question──→ running ──a while without one──→ saved and let go
 *            ↑                  │ its database was let go, or it failed: what was asked rejects
 *            └──────────────────┘
 */

import { startWorker } from '#client/platform/start-worker.ts';
import searchWorkerUrl from '#client/search-index/search-worker.ts?worker&url';
import type { FromWorker, ToWorker, WorkerCall, WorkerCalls } from '#client/search-index/worker-calls.ts';
import type { SearchDoor } from '#client/session/search-door.ts';
import type { ReaderWords } from '#client/store/shown-names.ts';
import type { Unlocked } from './unlocked-layer.ts';

/** Longer than somebody reads what was found; its memory is the phone's. */
const IDLE_MS = 3 * 60_000;

export interface SearchDoorParts {
  readonly database: string;
  readonly unlocked: Unlocked | undefined;
  readonly words: ReaderWords;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

export interface SearchKeeper {
  readonly door: SearchDoor;
  stop(): void;
}

export function createSearchKeeper({ database, unlocked, words }: SearchDoorParts): SearchKeeper {
  const listeners = new Set<() => void>();
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  let isStopped = false;

  const end = (reason: string): void => {
    clearTimeout(idle);
    worker?.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error(`search: ${reason}`));
    waiting.clear();
  };
  const hear = ({ data }: MessageEvent<FromWorker>): void => {
    if ('changed' in data) for (const listener of [...listeners]) listener();
    else if ('ended' in data) end(data.ended);
    else {
      const one = waiting.get(data.n);
      waiting.delete(data.n);
      if ('failed' in data) one?.reject(new Error(`search: ${data.failed}`));
      else one?.resolve(data.value as never);
    }
  };
  const start = (): Worker => {
    const started = startWorker(searchWorkerUrl);
    started.addEventListener('message', hear);
    started.addEventListener('error', (event) => {
      event.preventDefault();
      end('the worker broke');
    });
    const lock = unlocked?.forWorker() ?? null;
    started.postMessage({ open: { database, lock, hiddenName: words.hiddenName() } } satisfies ToWorker);
    return started;
  };
  /** The worker has the call when this returns. */
  const call = async <N extends keyof WorkerCalls>(
    name: N,
    ...args: Parameters<WorkerCalls[N]>
  ): Promise<Awaited<ReturnType<WorkerCalls[N]>>> => {
    if (isStopped) throw new Error('search: stopped');
    worker ??= start();
    asked += 1;
    const n = asked;
    clearTimeout(idle);
    if (name !== 'save') idle = setTimeout(letGo, IDLE_MS);
    const answer = new Promise<Awaited<ReturnType<WorkerCalls[N]>>>((resolve, reject) => {
      waiting.set(n, { resolve: resolve as Waiting['resolve'], reject });
    });
    worker.postMessage({ n, name, args } as WorkerCall);
    return answer;
  };
  const letGo = (): void => {
    void call('save')
      .catch(() => undefined)
      .then(() => end('let go'));
  };

  return {
    door: {
      ask: (...asked) => call('ask', ...asked),
      askServer: (query, after) => call('askServer', query, after),
      listPeople: (groupId) => call('listPeople', groupId),
      listRecent: () => call('listRecent'),
      keepRecent: (search) => call('keepRecent', search),
      clearRecent: () => call('clearRecent'),
      onChanged(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    stop() {
      isStopped = true;
      end('stopped');
    },
  };
}
