/** Term after term: win the lease, talk to the server while it lasts, let go or lose it, and stand again. */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Locks } from '#client/platform/locks.ts';
import { createAlarm, sleep } from './alarm.ts';
import { createFencedStore, FenceLostError } from './fenced-store.ts';
import { BEAT_MS, campaign, type Lead } from './leader.ts';
import { RETRIES } from './retry-policy.ts';

export interface LeadershipOptions {
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly holder: string;
  /** Runs while leading, on a store that only the leader can write. Ends when `signal` fires. */
  readonly lead: (store: DeviceStore, signal: AbortSignal) => Promise<unknown>;
  readonly onBeat: () => void;
  readonly onFault: (error: unknown) => void;
}

/** Resolves when `signal` fired and the lease is let go. Never rejects. */
export async function keepLeading(options: LeadershipOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const lead = await campaign(options, options.holder, signal);
      if (lead) await runTerm(options, lead, signal);
    } catch (error) {
      // Another took over while this term began: that is what fences are for.
      if (!(error instanceof FenceLostError)) options.onFault(error);
      await sleep(options.clock, RETRIES.term.maxMs, signal);
    }
  }
}

async function runTerm(options: LeadershipOptions, lead: Lead, signal: AbortSignal): Promise<void> {
  const term = new AbortController();
  const stop = () => term.abort();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  const beating = beat(options, lead, term);
  try {
    await options.lead(createFencedStore(options.store, lead.fence), term.signal);
  } finally {
    signal.removeEventListener('abort', stop);
    term.abort();
    await beating;
    await lead.release();
  }
}

async function beat(options: LeadershipOptions, lead: Lead, term: AbortController): Promise<void> {
  const alarm = createAlarm(options.clock, term.signal);
  while ((await alarm.wait(BEAT_MS)) !== 'stopped') {
    try {
      if (!(await lead.beat())) return term.abort();
      options.onBeat();
    } catch (error) {
      // A beat that could not be written is missed; the lease outlasts three.
      options.onFault(error);
    }
  }
}
