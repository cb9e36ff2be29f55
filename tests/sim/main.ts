/**
 * The simulation from the command line.
 *
 *   --seeds N --from S   runs N seeds from S on; the last line is one JSON summary
 *   --seed S             replays one, with its history; with --sabotage --only NAME: of the product broken so
 *   --night              a million seeds; goes on where the last night stopped (--minutes M: for so long)
 *   --sabotage           breaks the product in every known way and shows after how many seeds it was seen
 *   --only WORD          only the sabotages with this word in their name
 *   --suite NAME         only seeds of that kind (see suites.ts); otherwise each kind in turn
 *   --jobs N             threads; otherwise as many as there are cores
 *   --json               nothing but JSON
 *
 * Exit code 1: a promise was broken, or a sabotage was not seen.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { formatLine } from './history.ts';
import { beginNight, type Night } from './night.ts';
import { writeReport } from './report.ts';
import { runSabotages } from './run-sabotages.ts';
import { runSeed } from './run-seed.ts';
import { runSeeds } from './run-seeds.ts';
import { SABOTAGES } from './sabotage.ts';
import type { SeedRange } from './seed-pool.ts';
import { listSuites, mustSuite, SUITES } from './suites.ts';

/** Each is a shrink of up to 250 runs; the others are in the summary. */
const REPORTS_MAX = 5;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    night: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    suite: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    json: { type: 'boolean', default: false },
    sabotage: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const suites = values.suite === undefined ? listSuites() : [mustSuite(values.suite)];
const jobs = Number(values.jobs);
const say = (line: string): void => {
  if (!values.json) console.log(line);
};

if (values.seed !== undefined) process.exitCode = await replay(BigInt(values.seed));
else if (values.sabotage) process.exitCode = await sabotage();
else if (values.night) process.exitCode = await night();
else process.exitCode = await storm({ from: BigInt(values.from), count: Number(values.seeds), suites });

async function replay(seed: bigint): Promise<number> {
  const suite = mustSuite(values.suite ?? 'storm');
  const bent = values.sabotage ? SABOTAGES.find(({ name }) => name === values.only) : undefined;
  const result = await runSeed({ seed, suite: SUITES[suite], sabotage: bent, keepHistory: true });
  for (const line of result.history) console.log(formatLine(line));
  for (const line of await writeReport({ seed, suite, sabotage: bent })) console.log(line);
  console.log(`seed ${seed}: ${result.violations.length} violations, history ${result.historyHash}`);
  return result.violations.length > 0 ? 1 : 0;
}

async function sabotage(): Promise<number> {
  const results = await runSabotages(values.only, (result) => {
    const { sabotage: name, caught, seeds, invariant, detail } = result;
    const verdict = caught ? `${invariant} after ${seeds} seeds` : `NOT SEEN in ${seeds} seeds`;
    say(`${name.padEnd(28)} ${verdict.padEnd(24)} ${detail}`);
  });
  const missed = results.filter(({ caught }) => !caught).map((result) => result.sabotage);
  const rows = results.map(({ sabotage: name, seeds, invariant }) => ({ sabotage: name, seeds, invariant }));
  console.log(
    JSON.stringify({ sabotages: results.length, caught: results.length - missed.length, missed, rows }),
  );
  return missed.length > 0 ? 1 : 0;
}

async function night(): Promise<number> {
  const { range, begin, note } = beginNight({ suites });
  say(`seeds ${range.from} to ${range.from + BigInt(range.count - 1)}; done before: ${begin}`);
  return storm({ ...range, from: range.from + BigInt(begin), count: range.count - begin }, note);
}

async function storm(range: SeedRange, note: Night['note'] | undefined = undefined): Promise<number> {
  let told = 0;
  const summary = await runSeeds({
    ...range,
    jobs,
    ...(values.minutes !== undefined && { minutes: Number(values.minutes) }),
    onFailure: async (failed) => {
      told += 1;
      if (told > REPORTS_MAX || (values.json && note === undefined)) return;
      const report = await writeReport(failed);
      note?.failed([`${failed.seed} ${failed.suite}`, ...report].join('\n'));
      for (const line of ['', ...report]) say(line);
    },
    onCoverage: (lines) => {
      for (const line of lines) say(line);
    },
    onProgress: say,
    ...(note && { onDone: note.done }),
  });
  for (const pair of summary.coverage.neverMet) say(`never met: ${pair}`);
  console.log(JSON.stringify(summary));
  return summary.violations > 0 ? 1 : 0;
}
