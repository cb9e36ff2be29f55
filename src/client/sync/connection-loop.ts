/**
 * Connection after connection, for as long as this tab leads. Backoff 0.5 → 30 s with full jitter; none after a
 * connection that made progress, so that a link cut every 64 KB moves on at once; `wake` ends any waiting.
 */
import { createAlarm } from './alarm.ts';
import { backoffMs } from './backoff.ts';
import { ServerConnection } from './connection.ts';
import type { ConnectionContext, End } from './connection-context.ts';

/** Starts over without progress this often at once (new session, new epoch, new device id); then it backs off. */
const AGAIN_AT_ONCE = 3;
/** A probe by every flick of a tab would cost more than it finds. */
const PROBE_EVERY_MS = 15_000;

export interface ConnectionLoop {
  /** Resolves when `signal` fired or another leads. */
  run(signal: AbortSignal): Promise<'stopped' | 'lead-lost'>;
  nudge(groupIds: readonly string[] | undefined): void;
  touchMark(groupId: string): void;
  tellTyping(groupId: string, typing: boolean): void;
  loadOlder(groupId: string): Promise<void>;
  wake(): void;
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

  async function run(signal: AbortSignal): Promise<'stopped' | 'lead-lost'> {
    const alarm = createAlarm(clock, signal);
    wakeUp = () => alarm.ring();
    let attempt = 0;
    let againAtOnce = 0;
    while (!signal.aborted) {
      status.setConnection({ name: 'connecting' });
      current = new ServerConnection(context);
      const end = await current.run(signal);
      current = undefined;
      if (end.kind === 'lead-lost') return 'lead-lost';
      if (end.kind === 'stopped' || signal.aborted) break;
      if (end.kind === 'failed') onFault(end.error);
      againAtOnce = end.kind === 'again' && !end.progress ? againAtOnce + 1 : 0;
      const isAtOnce =
        end.kind !== 'wait' && (end.progress || (againAtOnce > 0 && againAtOnce <= AGAIN_AT_ONCE));
      attempt = end.progress ? 0 : attempt + 1;
      if (isAtOnce && end.kind !== 'failed') continue;
      if ((await pause(end, Math.max(1, attempt), alarm)) === 'rung') attempt = 0;
    }
    return 'stopped';
  }

  async function pause(
    end: End,
    attempt: number,
    alarm: ReturnType<typeof createAlarm>,
  ): Promise<'time' | 'rung' | 'stopped'> {
    const ownMs = backoffMs(attempt, random);
    const ms = end.kind === 'wait' ? (end.wait.retryAfterMs ?? ownMs) : ownMs;
    const kind = end.kind === 'wait' ? end.wait.wait : undefined;
    if (kind === 'auth' || kind === 'busy' || kind === 'unsupported' || kind === 'healing') {
      status.setConnection({ name: 'waiting', kind });
    } else {
      const cause = end.isIntercepted ? 'intercepted' : 'unreachable';
      status.setConnection({ name: 'offline', retryAt: clock.now() + ms, attempt, cause });
    }
    return alarm.wait(ms);
  }

  return {
    run,
    nudge: (groupIds) => current?.nudge(groupIds),
    touchMark: (groupId) => current?.touchMark(groupId),
    tellTyping: (groupId, typing) => current?.tellTyping(groupId, typing),
    loadOlder: async (groupId) => current?.loadOlder(groupId),
    wake() {
      if (status.get().connection.name !== 'online') return wakeUp();
      const now = clock.monotonicMs();
      if (now - probedAt < PROBE_EVERY_MS) return;
      probedAt = now;
      void current?.probe();
    },
  };
}
