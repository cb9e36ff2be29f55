import type { Witness } from './witness.ts';

/** Of the first person's database; another person's has its name behind it. */
const KEY = 'racha.witness';
const FIRST = 'racha';

/** The witness in localStorage. Where a browser forbids it there is none, and the server alone finds out. */
export function createBrowserWitness(database = FIRST): Witness {
  const key = keyOf(database);
  return {
    recall() {
      try {
        const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
        const { canary, starts } = found as Readonly<Record<string, unknown>>;
        const isWhole =
          typeof canary === 'string' && typeof starts === 'number' && Number.isSafeInteger(starts);
        return isWhole ? { canary, starts } : undefined;
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

const keyOf = (database: string): string => (database === FIRST ? KEY : `${KEY}.${database}`);
