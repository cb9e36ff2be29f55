/** A failure as a person wants to read it: what broke, how to see it again, and the shortest story of it. */
import { execFileSync } from 'node:child_process';
import { describeOp, describeReplicas } from './describe-state.ts';
import { formatLine, type HistoryLine } from './history.ts';
import { type RunResult, runSeed } from './run-seed.ts';
import type { Sabotage } from './sabotage.ts';
import { shrink } from './shrink.ts';
import { SUITES, type Suite } from './suites.ts';
import { INVARIANTS, type Violation } from './violation.ts';

export const STORY_LINES_MAX = 30;
const LIFE_LINES_MAX = 12;
const DETAIL_CHARACTERS_MAX = 1_500;

export interface FailedSeed {
  readonly seed: bigint;
  readonly suite: Suite;
  readonly sabotage?: Sabotage | undefined;
}

/** Runs the seed again, makes it small, and says what is left of it; nothing when it does not fail. */
export async function writeReport(failed: FailedSeed): Promise<string[]> {
  const { seed, suite, sabotage } = failed;
  const options = { seed, suite: SUITES[suite], sabotage };
  const first = await runSeed(options);
  if (first.violations.length === 0) return [];
  const { result, runs } = await shrink(options, first);
  const [violation] = result.violations;
  if (violation === undefined) return [];
  const { invariant, detail, time } = violation;
  const faults = [...result.swarm.faults].filter((fault) => !result.swarm.muted.has(fault)).join(' ');
  return [
    `seed ${seed} broke ${invariant}: ${INVARIANTS[invariant]}`,
    `  seen      ${detail.slice(0, DETAIL_CHARACTERS_MAX)}`,
    `  when      ${(time / 1000).toFixed(3)} s of virtual time`,
    `  commit    ${commit()}`,
    `  replay    ${replayCommand(failed)}`,
    `  shrunk    from ${first.plan.length} to ${result.plan.length} steps in ${runs} runs; faults left: ${faults || 'none'}`,
    '  story',
    ...pickStory(result, violation).map(formatLine),
    '  the op',
    ...pickLife(result.history, violation).map(formatLine),
    ...describeOp(result, violation).map(indented),
    '  log and replicas',
    ...describeReplicas(result, violation).map(indented),
  ];
}

function replayCommand({ seed, suite, sabotage }: FailedSeed): string {
  const bend = sabotage ? ` --sabotage --only '${sabotage.name}'` : '';
  return `npm run sim -- --seed ${seed} --suite ${suite}${bend}`;
}

const indented = (line: string): string => `    ${line}`;

/**
 * The last lines before the break that are about its group, about what people and the plan did, or about who came
 * and went. A story too long loses what machines said to each other before it loses what was done.
 */
function pickStory({ history }: RunResult, { opId, groupId }: Violation): HistoryLine[] {
  const names = [opId, opId?.slice(0, 5), groupId?.slice(0, 5)].filter((name) => name !== undefined);
  const isAbout = ({ what }: HistoryLine): boolean => names.some((name) => what.includes(name));
  const isDeed = ({ who, what }: HistoryLine): boolean =>
    who === 'plan' || /(^|\s)(dies|crashes|starts|opens|closes|weather|freezes|thaws|saved)\b/.test(what);
  const worth = history.filter((line) => isDeed(line) || isAbout(line));
  if (worth.length <= STORY_LINES_MAX) return worth;
  const deeds = worth.filter(isDeed);
  const kept = new Set(deeds.slice(-STORY_LINES_MAX + Math.min(10, worth.length - deeds.length)));
  for (const line of [...worth].reverse()) if (kept.size < STORY_LINES_MAX) kept.add(line);
  return worth.filter((line) => kept.has(line));
}

/** Every line that names the op itself: saved, committed, retired. */
function pickLife(history: readonly HistoryLine[], { opId }: Violation): HistoryLine[] {
  return opId === undefined ? [] : history.filter(({ what }) => what.includes(opId)).slice(-LIFE_LINES_MAX);
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
