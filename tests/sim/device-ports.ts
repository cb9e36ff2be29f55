/** The engine's platform ports for one process of one simulated device: its clock, its dice, its locks. */
import type { Clock } from '#client/platform/clock.ts';
import type { Locks } from '#client/platform/locks.ts';
import type { Random } from '#client/platform/random.ts';
import type { Prng } from './prng.ts';
import type { Process, Scheduler } from './scheduler.ts';

/** 2026-11-21T12:00:00Z: what the server's clock says when a run starts. */
export const EPOCH_START_MS = 1_795_262_400_000;

/** The wall clock of a device: how far off it is, and it may jump. */
export interface WallClock {
  offsetMs: number;
}

export function openClock(scheduler: Scheduler, process: Process, wall: WallClock, originMs: number): Clock {
  return {
    now: () => Math.floor(EPOCH_START_MS + scheduler.now + wall.offsetMs),
    // Every page counts from its own origin, so values of two pages must never be compared.
    monotonicMs: () => scheduler.now + originMs,
    after: (ms, run) => scheduler.after(ms, run, process),
  };
}

export function openRandom(prng: Prng): Random {
  return { bytes: (count) => prng.bytes(count), fraction: () => prng.fraction() };
}

interface Claim {
  readonly process: Process;
  readonly grant: () => void;
}

/** Web Locks of one device: first come first served; a frozen holder keeps its lock, a dead one loses it. */
export class LockTable {
  readonly #scheduler: Scheduler;
  readonly #claims = new Map<string, Claim[]>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  open(process: Process): Locks {
    return { acquire: (name, signal) => this.#acquire(process, name, signal) };
  }

  /** Whatever a dead process held or waited for. */
  releaseAll(process: Process): void {
    for (const [name, claims] of this.#claims) {
      for (const claim of claims.filter((one) => one.process === process)) this.#release(name, claim);
    }
  }

  #acquire(process: Process, name: string, signal: AbortSignal): Promise<{ release(): void }> {
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(new DOMException('aborted', 'AbortError'));
      if (signal.aborted) return abort();
      const claim: Claim = {
        process,
        grant: () => {
          const held = { release: () => this.#release(name, claim) };
          this.#scheduler.after(0.01, () => resolve(held), process);
        },
      };
      signal.addEventListener('abort', () => {
        // A lock already held is not touched by its signal.
        if (this.#claims.get(name)?.[0] === claim) return;
        this.#release(name, claim);
        abort();
      });
      const claims = this.#claims.get(name) ?? [];
      this.#claims.set(name, claims);
      claims.push(claim);
      if (claims.length === 1) claim.grant();
    });
  }

  #release(name: string, claim: Claim): void {
    const claims = this.#claims.get(name) ?? [];
    const at = claims.indexOf(claim);
    if (at < 0) return;
    claims.splice(at, 1);
    if (at === 0) claims[0]?.grant();
  }
}
