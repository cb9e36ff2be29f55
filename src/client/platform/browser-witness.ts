import * as v from 'valibot';
import type { Witness } from './witness.ts';

/** Of the first person's database; another person's has its name behind it. */
const KEY = 'racha.witness';
const FIRST = 'racha';

const testimonySchema = v.object({
  canary: v.string(),
  starts: v.pipe(v.number(), v.safeInteger()),
});

/** The witness in localStorage. Where a browser forbids it there is none, and the server alone finds out. */
export function createBrowserWitness(database = FIRST): Witness {
  const key = keyOf(database);
  return {
    recall() {
      try {
        const parsed = v.safeParse(testimonySchema, JSON.parse(localStorage.getItem(key) ?? 'null'));
        return parsed.success ? parsed.output : undefined;
      } catch {
        return undefined;
      }
    },
    remember(testimony) {
      try {
        localStorage.setItem(key, JSON.stringify(testimony));
      } catch {
        // Forbidden or full.
      }
    },
  };
}

/** The person themself had everything deleted: that is no loss to tell them of. */
export function forgetWitness(database = FIRST): void {
  try {
    localStorage.removeItem(keyOf(database));
  } catch {
    // Forbidden: there is none.
  }
}

const keyOf = (database: string): string => (database === FIRST ? KEY : `${KEY}.${database}`);
