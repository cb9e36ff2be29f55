/** The worker of search. Its database is its own connection: nothing of the index runs where people type. */

import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { fetchFound } from '#client/platform/search-http.ts';
import { closeDatabase, openDatabase } from '#client/store/database.ts';
import { sealRows } from '#client/store/seal-middleware.ts';
import { createRowSeal } from '#client/store/sealed-rows.ts';
import { openSearchDesk, type SearchDesk } from './search-desk.ts';
import type { FromWorker, ToWorker, WorkerCall, WorkerOpening } from './worker-calls.ts';

/** Longer at a stretch, and a newer ask would wait for an older one. */
const STRETCH_MS = 8;

let desk: SearchDesk | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if ('open' in data) desk = open(data.open);
  else void answer(data);
});

function open({ database: name, lock, hiddenName }: WorkerOpening): SearchDesk {
  const layer = lock ? sealRows(createRowSeal({ ...lock, random: createBrowserRandom() })) : undefined;
  const database = openDatabase({
    name,
    onTrouble: (trouble) => {
      desk?.stop();
      say({ ended: trouble });
    },
    ...(layer && { layer }),
  });
  return openSearchDesk({
    db: database,
    words: { hiddenName: () => hiddenName, photo: () => '' },
    fetchFound,
    breathe: createBreath(),
    onChanged: () => say({ changed: true }),
    onFault: (error) => {
      desk?.stop();
      closeDatabase(database);
      say({ ended: error instanceof Error ? error.name : 'fault' });
    },
  });
}

async function answer({ n, name, args }: WorkerCall): Promise<void> {
  try {
    if (!desk) throw new Error('not open');
    const call = desk[name] as (...values: unknown[]) => Promise<unknown>;
    say({ n, value: await call(...args) });
  } catch (error) {
    say({ n, failed: error instanceof Error ? error.name : 'fault' });
  }
}

function say(message: FromWorker): void {
  (self as unknown as { postMessage(data: FromWorker): void }).postMessage(message);
}

/** Lets messages in when the last time was a while ago; a task of its own, because a promise alone lets nothing in. */
function createBreath(): () => Promise<void> {
  const channel = new MessageChannel();
  let next = (): void => {};
  channel.port1.onmessage = () => next();
  let since = performance.now();
  return async () => {
    if (performance.now() - since < STRETCH_MS) return;
    await new Promise<void>((resolve) => {
      next = chain(next, resolve);
      channel.port2.postMessage(null);
    });
    since = performance.now();
  };
}

/** Several may wait for one breath: an ask, and the index that is being made. */
function chain(before: () => void, resolve: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    before();
    resolve();
  };
}
