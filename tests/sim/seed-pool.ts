/**
 * Many seeds on many threads. The seeds of a range are numbered; threads take them in pieces, in order, so what is
 * done when time is over is always the beginning of the range. Seed i is of suite i modulo their number.
 */
import { Worker } from 'node:worker_threads';
import { reportSeed, type SeedReport } from './seed-report.ts';
import type { Suite } from './suites.ts';

export interface SeedRange {
  readonly from: bigint;
  readonly count: number;
  readonly suites: readonly Suite[];
}

/** Consecutive seeds of a range, by number. */
export interface SeedPiece {
  readonly range: SeedRange;
  readonly start: number;
  readonly end: number;
}

export interface PoolOptions {
  readonly jobs: number;
  /** No new piece is begun once this says so. */
  readonly isOver: () => boolean;
  /** In the order in which they are done, not that of the range. In this thread, where runs may not overlap, it is waited for. */
  readonly onReport: (report: SeedReport) => Promise<void> | undefined;
  /** The first so many seeds of the range are done. */
  readonly onDone: (count: number) => void;
}

type Source = () => { readonly piece: SeedPiece; readonly finish: () => void } | undefined;

/** About a second's work: short enough for an even end, long enough that handing it out costs nothing. */
const PIECE_SEEDS = 20;
/** A prime, so that every suite has its turn. */
const TWICE_EVERY = 97;

/** Returns how many seeds were run: the first ones of the range. */
export async function runPool(range: SeedRange, options: PoolOptions): Promise<number> {
  const { jobs, isOver, onReport, onDone } = options;
  let next = 0;
  const begun = new Set<number>();
  const take: Source = () => {
    if (next >= range.count || isOver()) return undefined;
    const start = next;
    next = Math.min(range.count, start + PIECE_SEEDS);
    begun.add(start);
    const finish = (): void => {
      begun.delete(start);
      onDone(Math.min(next, ...begun));
    };
    return { piece: { range, start, end: next }, finish };
  };
  if (jobs === 1) await runHere(take, onReport);
  else await Promise.all(Array.from({ length: jobs }, () => runThread(take, onReport)));
  return next;
}

export async function runPiece(
  { range, start, end }: SeedPiece,
  onReport: (report: SeedReport) => Promise<void> | void,
): Promise<void> {
  for (let i = start; i < end; i++) {
    const suite = range.suites[i % range.suites.length];
    if (suite === undefined) throw new RangeError('no suite');
    await onReport(await reportSeed(range.from + BigInt(i), suite, i % TWICE_EVERY === 0 ? 'twice' : 'once'));
  }
}

async function runHere(take: Source, onReport: PoolOptions['onReport']): Promise<void> {
  for (let taken = take(); taken !== undefined; taken = take()) {
    await runPiece(taken.piece, onReport);
    taken.finish();
  }
}

function runThread(take: Source, onReport: PoolOptions['onReport']): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./seed-thread.ts', import.meta.url), { execArgv: [] });
    let taken = take();
    const begin = (): void => thread.postMessage(taken?.piece ?? 'end');
    thread.on('message', (message: SeedReport | 'done') => {
      if (message !== 'done') return void onReport(message);
      taken?.finish();
      taken = take();
      begin();
    });
    thread.on('error', reject);
    thread.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`))));
    begin();
  });
}
