/**
 * The storm over real processes from the command line.
 *
 *   --minutes M          schedules one after another for so long (default 5)
 *   --schedules N        that many instead
 *   --from S             seeds from S on (default: today's, so that every day has its own)
 *   --seed S             this schedule alone
 *   --json               nothing but the last line: one JSON summary
 *
 * Exit code 1: a promise was broken, or nothing was run.
 */
import { parseArgs } from 'node:util';
import { drawSchedule } from './draw-schedule.ts';
import { describeFailure } from './report.ts';
import { runSchedule } from './run-schedule.ts';
import { openMachines } from './storm-world.ts';
import { addCrash, addResult, emptySummary, isClean } from './summary.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    schedules: { type: 'string' },
    from: { type: 'string', default: new Date().toISOString().slice(0, 10).replaceAll('-', '') },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const first = wholeNumber('seed', values.seed) ?? wholeNumber('from', values.from) ?? 1;
const count = values.seed === undefined ? wholeNumber('schedules', values.schedules) : 1;
const untilMs = performance.now() + Number(values.minutes) * 60_000;
const say = (line: string): void => {
  if (!values.json) console.log(line);
};

// Told to stop, it takes its servers along: what it started ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const summary = emptySummary();
await using machines = openMachines();
for (let seed = first; count === undefined ? performance.now() < untilMs : seed < first + count; seed += 1) {
  const schedule = drawSchedule(seed);
  const beganMs = performance.now();
  const result = await runSchedule(schedule, machines).catch((error) => {
    addCrash(summary, seed);
    console.error(
      `schedule ${seed} did not come to its end; again: npm run storm -- --seed ${seed}\n`,
      error,
    );
  });
  if (!result) continue;
  addResult(summary, result);
  const took = ((performance.now() - beganMs) / 1000).toFixed(1);
  say(
    `${seed}  ${schedule.topology.padEnd(11)} ${result.opsSaved} ops, ${took} s  ${schedule.disturbances.join(' ')}`,
  );
  if (result.violations.length > 0) console.error(describeFailure(result));
}
console.log(JSON.stringify(summary));
process.exitCode = isClean(summary) && summary.schedules > 0 ? 0 : 1;

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) {
    console.error(`--${name} must be a whole number`);
    process.exit(2);
  }
  return Number(text);
}
