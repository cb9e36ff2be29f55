/**
 * A night's million seeds: other ones each day, and those of today go on where they stopped. State and failures are
 * kept beside the project's other caches.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { SeedRange } from './seed-pool.ts';
import type { Suite } from './suites.ts';

const FOLDER = new URL('../../.cache/sim/', import.meta.url);
const STATE = new URL('night.json', FOLDER);
const FAILURES = new URL('failures.txt', FOLDER);

const NIGHT_SEEDS = 1_000_000;

interface State {
  readonly from: string;
  readonly suites: readonly Suite[];
  done: number;
}

export interface Night {
  readonly range: SeedRange;
  /** Seeds of it that ran before. */
  readonly begin: number;
  readonly note: {
    readonly done: (count: number) => void;
    /** Kept for the morning: seed, suite and report. */
    readonly failed: (text: string) => void;
  };
}

/** `today`: the date whose seeds these are. */
export function beginNight({
  suites,
  today = new Date(),
}: {
  suites: readonly Suite[];
  today?: Date;
}): Night {
  const from = `${today.toISOString().slice(0, 10).replaceAll('-', '')}0000000`;
  const last = readState();
  const isGoingOn = last?.from === from && last.suites.join() === suites.join();
  const begin = isGoingOn ? last.done : 0;
  mkdirSync(FOLDER, { recursive: true });
  return {
    range: { from: BigInt(from), count: NIGHT_SEEDS, suites },
    begin,
    note: {
      done: (count) => {
        const state: State = { from, suites, done: begin + count };
        writeFileSync(STATE, JSON.stringify(state));
      },
      failed: (text) => appendFileSync(FAILURES, `${text}\n\n`),
    },
  };
}

function readState(): State | undefined {
  return existsSync(STATE) ? (JSON.parse(readFileSync(STATE, 'utf8')) as State) : undefined;
}
