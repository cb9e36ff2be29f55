/**
 * Connection after connection, for as long as this tab leads. Between two of them the pause of retry-policy.ts; none after
 * one that made progress, so that a link cut every 64 KB moves on at once. `wake` and `tryNow` end any waiting.
 */

import { StoreError } from '#client/platform/device-store.ts';
import type { CaretUp } from '#protocol/carets.ts';
import { createAlarm } from './alarm.ts';
import { BlobSender } from './blob-sender.ts';
import { ServerConnection } from './connection.ts';
import type { ConnectionContext, End } from './connection-context.ts';
import type { TextKey } from './plan-texts.ts';
import { forgetOutgrown } from './refold.ts';
import { isCountedDown, pauseMs, RETRIES, type RetryKind } from './retry-policy.ts';

/** A probe by every flick of a tab would cost more than it finds. */
const PROBE_EVERY_MS = 15_000;

export interface ConnectionLoop {
  /** Resolves when `signal` fired or another leads. */
  run(signal: AbortSignal): Promise<'stopped' | 'lead-lost'>;
  /** Ops of these groups, of any if undefined, may wait. */
  nudge(groupIds: readonly string[] | undefined): void;
  /** As a nudge for all, by the heartbeat: for what nobody nudged for. */
  look(): void;
  touchMark(groupId: string): void;
  tellTyping(groupId: string, typing: boolean): void;
  tellCaret(caret: CaretUp): void;
  /** Asks for a plan's text that is not here. */
  fetchPlanText(key: TextKey): void;
  loadOlder(groupId: string): Promise<void>;
  wake(): void;
  tryNow(): void;
}

export type MakeConnectionLoop = typeof createConnectionLoop;

export function createConnectionLoop(
  context: ConnectionContext,
  onFault: (error: unknown) => void,
): ConnectionLoop {
  const { clock, random, status } = context;
  let current: ServerConnection | undefined;
  let wakeUp = () => {};
  let probedAt = clock.monotonicMs();
  const { blobs, store, recount } = context;
  const onReleased = (groupIds: readonly string[]): void => current?.nudge(groupIds);
  const onWaiting = (photosUntil: number | null): void => status.set({ photosUntil });
  const sender =
    blobs && new BlobSender({ store, blobs, clock, random, onReleased, onWaiting, recount, onFault });
  // What joins a group, what brings a network back and what is new all show in the status or come by a nudge. So does how
  // long the sender waits, which must not wake it: it would try again without a pause.
  let heardUntil = status.get().photosUntil;
  const ringSender = (): void => {
    const { connection, photosUntil } = status.get();
    const isItsOwnWord = photosUntil !== heardUntil;
    heardUntil = photosUntil;
    if (connection.name === 'online' && !isItsOwnWord) sender?.ring();
  };

  async function run(signal: AbortSignal): Promise<'stopped' | 'lead-lost'> {
    await forgetOutgrown(store);
    // Not `AbortSignal.any`: Node keeps what that makes, and all that listens, until it is aborted; a page that dies aborts nothing.
    const over = new AbortController();
    const end = (): void => over.abort();
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    const unlisten = status.subscribe(ringSender);
    const sending = sender?.run(over.signal);
    try {
      return await connect(signal);
    } finally {
      end();
      signal.removeEventListener('abort', end);
      unlisten();
      await sending;
    }
  }

  async function connect(signal: AbortSignal): Promise<'stopped' | 'lead-lost'> {
    const alarm = createAlarm(clock, signal);
    wakeUp = () => alarm.ring();
    let attempt = 0;
    let againAtOnce = 0;
    while (!signal.aborted) {
      if (!waitsForPerson()) status.setConnection({ name: 'connecting' });
      current = new ServerConnection(context);
      const end = await current.run(signal);
      current = undefined;
      if (end.kind === 'lead-lost') return 'lead-lost';
      if (end.kind === 'stopped' || signal.aborted) break;
      if (end.kind === 'failed') onFault(end.error);
      againAtOnce = end.kind === 'again' && !end.progress ? againAtOnce + 1 : 0;
      const isAtOnce =
        end.kind !== 'wait' && (end.progress || (againAtOnce > 0 && againAtOnce <= RETRIES.anew.atOnceMax));
      attempt = end.progress ? 0 : attempt + 1;
      if (isAtOnce && end.kind !== 'failed') continue;
      if ((await pause(end, Math.max(1, attempt), alarm)) === 'rung') attempt = 0;
    }
    return 'stopped';
  }

  /** Asking again changes nothing about it: what is said, and where its link leads, stays until the answer is another. */
  function waitsForPerson(): boolean {
    const { connection } = status.get();
    return connection.name === 'waiting' && (connection.kind === 'auth' || connection.kind === 'unsupported');
  }

  async function pause(
    end: End,
    attempt: number,
    alarm: ReturnType<typeof createAlarm>,
  ): Promise<'time' | 'rung' | 'stopped'> {
    const kind = retryKindOf(end);
    const retryAfterMs = end.kind === 'wait' ? end.wait.retryAfterMs : undefined;
    const ms = pauseMs(kind, { attempt, random, retryAfterMs });
    const retryAt = isCountedDown(kind) ? clock.now() + ms : null;
    if (kind === 'auth' || kind === 'busy' || kind === 'unsupported' || kind === 'healing') {
      status.setConnection({ name: 'waiting', kind, retryAt });
    } else {
      const isOurs = kind === 'storage' || kind === 'fault';
      const cause = isOurs ? 'device' : kind === 'intercepted' ? 'intercepted' : 'unreachable';
      status.setConnection({ name: 'offline', retryAt, attempt, cause });
    }
    return alarm.wait(ms);
  }

  return {
    run,
    nudge(groupIds) {
      current?.nudge(groupIds);
      sender?.ring();
    },
    look() {
      current?.nudge(undefined);
      sender?.look();
    },
    touchMark: (groupId) => current?.touchMark(groupId),
    tellTyping: (groupId, typing) => current?.tellTyping(groupId, typing),
    tellCaret: (caret) => current?.tellCaret(caret),
    fetchPlanText: (key) => current?.fetchPlanText(key),
    loadOlder: async (groupId) => current?.loadOlder(groupId),
    wake() {
      if (status.get().connection.name !== 'online') return wakeUp();
      const now = clock.monotonicMs();
      if (now - probedAt < PROBE_EVERY_MS) return;
      probedAt = now;
      void current?.probe();
    },
    tryNow() {
      if (status.get().connection.name === 'online') current?.retryHeld();
      else wakeUp();
      sender?.ring();
    },
  };
}

function retryKindOf(end: End): Exclude<RetryKind, 'rejected'> {
  if (end.kind === 'wait') return end.wait.wait;
  if (end.kind === 'failed') return end.error instanceof StoreError ? 'storage' : 'fault';
  if (end.isIntercepted) return 'intercepted';
  return end.kind === 'again' ? 'anew' : 'unreachable';
}
