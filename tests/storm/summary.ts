/** What a run of many schedules says in one line. */
import type { Breach } from './check-rest.ts';
import type { ScheduleResult } from './run-schedule.ts';

/** Violations are counted by what they mean for people; `faults` by what was done. */
export interface Summary extends Record<Breach, number> {
  schedules: number;
  opsSaved: number;
  opsInLog: number;
  linkCuts: number;
  readonly faults: Record<string, number>;
  readonly topologies: Record<string, number>;
  readonly failedSeeds: number[];
}

export function emptySummary(): Summary {
  return {
    schedules: 0,
    opsSaved: 0,
    opsInLog: 0,
    lost: 0,
    doubled: 0,
    reordered: 0,
    leaked: 0,
    diverged: 0,
    unrest: 0,
    linkCuts: 0,
    faults: {},
    topologies: {},
    failedSeeds: [],
  };
}

export function addResult(summary: Summary, result: ScheduleResult): void {
  const { schedule, violations } = result;
  summary.schedules += 1;
  summary.opsSaved += result.opsSaved;
  summary.opsInLog += result.opsInLog;
  summary.linkCuts += result.cuts;
  count(summary.topologies, schedule.topology);
  for (const name of schedule.disturbances) if (name !== 'nothing') count(summary.faults, name);
  for (const { breach } of violations) summary[breach] += 1;
  if (violations.length > 0) summary.failedSeeds.push(schedule.seed);
}

/** A schedule that threw: a server that would not start again, a storage that would not take a message. */
export function addCrash(summary: Summary, seed: number): void {
  summary.schedules += 1;
  summary.unrest += 1;
  summary.failedSeeds.push(seed);
}

export const isClean = (summary: Summary): boolean => summary.failedSeeds.length === 0;

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
