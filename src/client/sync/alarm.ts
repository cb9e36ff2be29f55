/**
 * A wait that ends by time, by a ring or by the stop signal, whichever is first. A ring while nobody waits is
 * remembered for the next wait, so that no wake-up is lost between two steps of a loop.
 */
import type { Clock } from '#client/platform/clock.ts';

export interface Alarm {
  ring(): void;
  /** `ms` null: no time limit. */
  wait(ms: number | null): Promise<'time' | 'rung' | 'stopped'>;
}

export function createAlarm(clock: Clock, signal: AbortSignal): Alarm {
  let rung = false;
  let end: ((how: 'rung' | 'stopped') => void) | undefined;
  signal.addEventListener('abort', () => end?.('stopped'));
  return {
    ring() {
      if (end) end('rung');
      else rung = true;
    },
    wait(ms) {
      if (signal.aborted) return Promise.resolve('stopped');
      if (rung) {
        rung = false;
        return Promise.resolve('rung');
      }
      return new Promise((resolve) => {
        const cancel = ms === null ? () => {} : clock.after(ms, () => finish('time'));
        const finish = (how: 'time' | 'rung' | 'stopped') => {
          cancel();
          end = undefined;
          resolve(how);
        };
        end = finish;
      });
    },
  };
}

/** Resolves after `ms`, or at once when the signal fires. */
export async function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  await createAlarm(clock, signal).wait(ms);
}
