/**
 * The simulation from the command line.
 *
 *   --seeds N --from S   runs N seeds from S on; the last line is one JSON summary
 *   --seed S             replays one, with its history
 *   --sabotage           breaks the product in every known way and shows after how many seeds it was seen
 *   --suite NAME         only seeds of that kind (see suites.ts)
 *   --json               nothing but JSON
 *
 * Exit code 1: a promise was broken, or a sabotage was not seen.
 */
import { parseArgs } from 'node:util';
import { formatLine } from './history.ts';
import { printFailure } from './report.ts';
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
  },
});

const suiteName = mustSuite(values.suite ?? 'storm');
const suite = SUITES[suiteName];

if (values.seed !== undefined) process.exitCode = await replay(BigInt(values.seed));
else process.exitCode = await storm();

async function replay(seed: bigint): Promise<number> {
  const result = await runSeed({ seed, suite, keepHistory: true });
  for (const line of result.history) console.log(formatLine(line));
  if (result.violations.length > 0) await printFailure({ seed, suite }, result);
  console.log(`seed ${seed}: ${result.violations.length} violations, history ${result.historyHash}`);
  return result.violations.length > 0 ? 1 : 0;
}

async function storm(): Promise<number> {
  const summary = await runSeeds({
    count: Number(values.seeds),
    from: BigInt(values.from),
    suite: suiteName,
    onFailure: async (result) => {
      if (!values.json) await printFailure({ seed: result.seed, suite }, result);
    },
    onProgress: (line) => {
      if (!values.json) console.log(line);
    },
  });
  console.log(JSON.stringify(summary));
  return summary.violations > 0 ? 1 : 0;
}
