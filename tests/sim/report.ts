/** A failure as a person wants to read it: what broke, how to see it again, and the shortest story of it. */
import { execFileSync } from 'node:child_process';
import { formatLine } from './history.ts';
import type { RunResult } from './run-seed.ts';
import { INVARIANTS, type Violation } from './violation.ts';

const STORY_LINES = 30;

export async function printFailure(result: RunResult, violation: Violation): Promise<void> {
  const { seed } = result;
  console.log(`\nseed ${seed} broke ${violation.invariant}: ${INVARIANTS[violation.invariant]}`);
  console.log(`  ${violation.detail}`);
  console.log(`  commit ${commit()}   replay: npm run sim -- --seed ${seed}`);
  for (const line of result.history.slice(-STORY_LINES)) console.log(formatLine(line));
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
