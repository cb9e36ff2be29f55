import * as v from 'valibot';
import type { Witness } from './witness.ts';

const KEY = 'racha.witness';

const testimonySchema = v.object({
  canary: v.string(),
  starts: v.pipe(v.number(), v.safeInteger()),
});

/** The witness in localStorage. Where a browser forbids it there is none, and the server alone finds out. */
export function createBrowserWitness(): Witness {
  return {
    recall() {
      try {
        const parsed = v.safeParse(testimonySchema, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
        return parsed.success ? parsed.output : undefined;
      } catch {
        return undefined;
      }
    },
    remember(testimony) {
      try {
        localStorage.setItem(KEY, JSON.stringify(testimony));
      } catch {
        // Forbidden or full.
      }
    },
  };
}

/** The person themself had everything deleted: that is no loss to tell them of. */
export function forgetWitness(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Forbidden: there is none.
  }
}
