/**
 * A night's million seeds: other ones each day, and those of today go on where they stopped. State and failures are
 * kept beside the project's other caches.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { SeedRange } from './seed-pool.ts';
import type { Suite } from './suites.ts';

const FOLDER = new URL('../../.cache/sim/', import.meta.url);

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

export interface NightOptions {
  readonly suites: readonly Suite[];
  /** The date whose seeds these are. */
  readonly today?: Date;
  readonly folder?: URL;
}

export function beginNight({ suites, today = new Date(), folder = FOLDER }: NightOptions): Night {
  const stateFile = new URL('night.json', folder);
  const failuresFile = new URL('failures.txt', folder);
  const from = `${today.toISOString().slice(0, 10).replaceAll('-', '')}0000000`;
  const last = readState(stateFile);
  const isGoingOn = last?.from === from && last.suites.join() === suites.join();
  const begin = isGoingOn ? last.done : 0;
  mkdirSync(folder, { recursive: true });
  return {
    range: { from: BigInt(from), count: NIGHT_SEEDS, suites },
    begin,
    note: {
      done: (count) => {
        const state: State = { from, suites, done: begin + count };
        writeFileSync(stateFile, JSON.stringify(state));
      },
      failed: (text) => appendFileSync(failuresFile, `${text}\n\n`),
    },
  };
}

function readState(file: URL): State | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : undefined;
}
