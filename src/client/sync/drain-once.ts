/**
 * One drain of the outbox by HTTP, without a tab: what the service worker does when the network comes back. A door of
 * its own beside engine.ts, because a page never goes through it.
 */

import { BlobSender } from './blob-sender.ts';
import { ServerConnection } from './connection.ts';
import type { ConnectionContext } from './connection-context.ts';
import { getDevice } from './device-identity.ts';
import { getMeta } from './device-meta.ts';
import { createFencedStore } from './fenced-store.ts';
import { isHeld } from './held-photos.ts';
import { campaign } from './leader.ts';
import { newLinkMemory } from './link-memory.ts';
import type { EnginePorts } from './ports.ts';
import { PresenceBoard } from './presence.ts';
import { makeId } from './stamp-op.ts';
import { Status } from './status.ts';

/** Browsers end a worker's `sync` event after some minutes; we are done or give way long before. */
const TIMEOUT_MS = 60_000;
/** A new session, a new epoch, an older protocol: each makes a connection start over once. */
const CONNECTIONS_MAX = 4;

/** Resolves to whether nothing is owed any more, or a tab leads and does it. */
export async function flushOutboxOnce(
  ports: EnginePorts,
  options: { timeoutMs?: number } = {},
): Promise<boolean> {
  const { store, clock, random } = ports;
  const stopping = new AbortController();
  const cancel = clock.after(options.timeoutMs ?? TIMEOUT_MS, () => stopping.abort());
  try {
    // An identity is made where a witness can be asked about it: by a page.
    if (!(await getDevice(store)) || (await isDrained(ports))) return true;
    const lead = await campaign(ports, makeId(random), stopping.signal);
    if (!lead) return isDrained(ports);
    try {
      const offset = await store.read(['meta'], (tx) => getMeta(tx, 'clockOffsetMs'));
      const memory = { ...newLinkMemory(), clockOffsetMs: offset ?? 0 };
      const context: ConnectionContext = {
        ...ports,
        store: createFencedStore(store, lead.fence),
        status: new Status(),
        presence: new PresenceBoard(clock, () => {}),
        carets: () => undefined,
        onCaret: () => {},
        memory,
        recount: () => {},
        mode: 'drain',
      };
      for (let i = 0; i < CONNECTIONS_MAX; i++) {
        const end = await new ServerConnection(context).run(stopping.signal);
        if (end.kind === 'again') continue;
        // Ops that let this person in went first; those that wait for photos go after them.
        if (end.kind !== 'closed' || !(await sendPhotos(context, stopping.signal))) break;
      }
    } finally {
      await lead.release();
    }
    return await isDrained(ports);
  } finally {
    cancel();
  }
}

/** True when something waits no longer and can be sent. */
async function sendPhotos(context: ConnectionContext, signal: AbortSignal): Promise<boolean> {
  const { blobs, store, clock, random } = context;
  const entries = await store.read(['outbox'], (tx) => tx.list('outbox'));
  if (!blobs || !entries.some(isHeld)) return false;
  let isFree = false;
  const sender = new BlobSender({
    store,
    blobs,
    clock,
    random,
    onReleased: () => {
      isFree = true;
    },
    onWaiting: () => {},
    recount: () => {},
    onFault: () => {},
  });
  await sender.sendAll(signal);
  return isFree;
}

function isDrained({ store }: EnginePorts): Promise<boolean> {
  return store.read(['outbox'], async (tx) => {
    const entries = await tx.list('outbox');
    return entries.every(({ version }) => version !== null);
  });
}
