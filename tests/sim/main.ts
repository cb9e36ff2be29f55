/**
 * The simulation from the command line.
 *
 *   --seeds N --from S   runs N seeds from S on; the last line is one JSON summary
 *   --seed S             replays one, with its history
 *   --sabotage           breaks the product in every known way and shows after how many seeds it was seen
 *   --only WORD          only the sabotages with this word in their name
 *   --suite NAME         only seeds of that kind (see suites.ts)
 *   --json               nothing but JSON
 *
 * Exit code 1: a promise was broken, or a sabotage was not seen.
 */
import { parseArgs } from 'node:util';
import { formatLine } from './history.ts';
import { printFailure } from './report.ts';
import { runSabotages } from './run-sabotages.ts';
import { runSeed } from './run-seed.ts';
import { runSeeds } from './run-seeds.ts';
import { mustSuite, SUITES } from './suites.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    suite: { type: 'string' },
    json: { type: 'boolean', default: false },
    sabotage: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const suiteName = mustSuite(values.suite ?? 'storm');
const suite = SUITES[suiteName];

if (values.seed !== undefined) process.exitCode = await replay(BigInt(values.seed));
else if (values.sabotage) process.exitCode = await sabotage();
else process.exitCode = await storm();

async function replay(seed: bigint): Promise<number> {
  const result = await runSeed({ seed, suite, keepHistory: true });
  for (const line of result.history) console.log(formatLine(line));
  if (result.violations.length > 0) await printFailure({ seed, suite }, result);
  console.log(`seed ${seed}: ${result.violations.length} violations, history ${result.historyHash}`);
  return result.violations.length > 0 ? 1 : 0;
}

async function sabotage(): Promise<number> {
  const results = await runSabotages(values.only, (result) => {
    const { sabotage: name, caught, seeds, invariant, detail } = result;
    const verdict = caught ? `${invariant} after ${seeds} seeds` : `NOT SEEN in ${seeds} seeds`;
    if (!values.json) console.log(`${name.padEnd(28)} ${verdict.padEnd(24)} ${detail}`);
  });
  const missed = results.filter(({ caught }) => !caught).map((result) => result.sabotage);
  const rows = results.map(({ sabotage: name, seeds, invariant }) => ({ sabotage: name, seeds, invariant }));
  console.log(
    JSON.stringify({ sabotages: results.length, caught: results.length - missed.length, missed, rows }),
  );
  return missed.length > 0 ? 1 : 0;
}

async function storm(): Promise<number> {
  const summary = await runSeeds({
    count: Number(values.seeds),
    from: BigInt(values.from),
    suite: suiteName,
    onFailure: async (result) => {
      if (!values.json) await printFailure({ seed: result.seed, suite }, result);
    },
    onCoverage: (coverage) => {
      if (!values.json) for (const line of coverage.table()) console.log(line);
    },
    onProgress: (line) => {
      if (!values.json) console.log(line);
    },
  });
  console.log(JSON.stringify(summary));
  return summary.violations > 0 ? 1 : 0;
}
