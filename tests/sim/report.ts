/** A failure as a person wants to read it: what broke, how to see it again, and the shortest story of it. */
import { execFileSync } from 'node:child_process';
import { formatLine, type HistoryLine } from './history.ts';
import { describeStep } from './plan.ts';
import type { RunOptions, RunResult } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { INVARIANTS, type Violation } from './violation.ts';

const STORY_LINES = 30;

/** Shrinks the failed run and prints what is left of it. */
export async function printFailure(options: RunOptions, failed: RunResult): Promise<void> {
  const { result, runs } = await shrink(options, failed);
  const [violation] = result.violations;
  if (violation === undefined) return;
  const { invariant, detail, time } = violation;
  const faults = [...result.swarm.faults].join(' ') || 'none';
  console.log(`\nseed ${failed.seed} broke ${invariant}: ${INVARIANTS[invariant]}`);
  console.log(`  ${detail.slice(0, 1_500)}`);
  console.log(
    `  at ${(time / 1000).toFixed(3)} s   commit ${commit()}   replay: npm run sim -- --seed ${failed.seed}`,
  );
  console.log(
    `  shrunk from ${failed.plan.length} to ${result.plan.length} steps in ${runs} runs; faults: ${faults}`,
  );
  for (const step of result.plan) console.log(`    ${(step.atMs / 1000).toFixed(3)}s ${describeStep(step)}`);
  console.log('  story:');
  for (const line of pickStory(result.history, violation)) console.log(formatLine(line));
  for (const line of describeLife(result, violation)) console.log(`  ${line}`);
}

/** The last lines before the break that are about its op or group, or about faults; then simply the last ones. */
function pickStory(history: readonly HistoryLine[], { opId, groupId }: Violation): HistoryLine[] {
  const names = [opId, opId?.slice(0, 5), groupId?.slice(0, 5)].filter((name) => name !== undefined);
  const isAbout = ({ who, what }: HistoryLine): boolean =>
    who === 'plan' ||
    / (dies|crashes|opens|socket|weather|freezes|thaws)/.test(` ${what}`) ||
    names.some((name) => what.includes(name));
  const about = history.filter(isAbout);
  return (about.length >= STORY_LINES / 2 ? about : history).slice(-STORY_LINES);
}

/** Where the op is now, and where log and replicas stand. */
function describeLife({ rest }: RunResult, { opId, groupId }: Violation): string[] {
  const lines: string[] = [];
  const { checker, devices, ledger } = rest;
  const group = groupId === undefined ? undefined : checker.group(groupId);
  if (opId !== undefined) {
    const promised = ledger.promised.get(opId);
    const places = [`log: ${group?.versionsByOp.get(opId) ?? 'not'}`];
    for (const { name, database } of devices) {
      const owed = database.rows('outbox').find((entry) => entry.opId === opId);
      if (owed) places.push(`${name} outbox: number ${owed.seq}, version ${owed.version}`);
      const refused = database.rows('tray').find((entry) => entry.opId === opId);
      if (refused) places.push(`${name} tray: ${refused.kind}`);
      if (database.rows('kept').some((kept) => kept.opId === opId)) places.push(`${name} kept`);
    }
    lines.push(
      `op ${opId} (${promised?.type ?? '?'}, ${promised?.state ?? 'never said saved'}): ${places.join('; ')}`,
    );
  }
  if (group !== undefined && groupId !== undefined) {
    lines.push(`log of ${groupId}: head ${group.naive.version}`);
    for (const { name, database } of devices) {
      const cursor = database.rows('cursors').find((row) => row.groupId === groupId);
      const membership = database.rows('memberships').find((row) => row.groupId === groupId);
      const queued = database.rows('outbox').filter((entry) => entry.groupId === groupId).length;
      lines.push(
        `${name}: cursor ${cursor?.version ?? 'none'} of head ${cursor?.head ?? '?'}, ${membership?.state ?? 'no membership'}` +
          `${membership?.waiting ? ` (waiting: ${membership.waiting})` : ''}, outbox ${queued}`,
      );
    }
  }
  return lines;
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
