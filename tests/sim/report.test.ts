import { expect, test } from 'vitest';
import { STORY_LINES_MAX, writeReport } from './report.ts';
import { runSabotage } from './run-sabotages.ts';
import { SABOTAGES } from './sabotage.ts';
import { INVARIANTS } from './violation.ts';

const STORY_LINE = /^ +\d+\.\d{3}s {2}\S/;

/** One that loses an op, and one that leaves a replica with another state. */
test.each(['outbox in memory', 'cursor before apply'])(
  'the report on a product with “%s” has every part, and a story of at most 30 lines',
  async (name) => {
    const sabotage = SABOTAGES.find((one) => one.name === name);
    const { seeds, invariant } = await runSabotage(sabotage ?? expect.unreachable());
    const suite = sabotage?.suite ?? 'storm';
    const seed = BigInt(seeds);
    const lines = await writeReport({ seed, suite, sabotage });

    const promise = INVARIANTS[invariant ?? expect.unreachable()];
    expect(lines[0]).toBe(`seed ${seed} broke ${invariant}: ${promise}`);
    const parts = lines.map((line) => /^ {2}(\w+( \w+)*)/.exec(line)?.[1] ?? '');
    for (const part of [
      'seen',
      'when',
      'commit',
      'replay',
      'shrunk',
      'story',
      'the op',
      'log and replicas',
    ]) {
      expect(parts.some((found) => found.startsWith(part))).toBe(true);
    }
    expect(lines.find((line) => line.startsWith('  replay'))).toContain(
      `npm run sim -- --seed ${seed} --suite ${suite} --sabotage --only '${name}'`,
    );
    expect(lines.find((line) => line.startsWith('  commit'))).toMatch(/ ([0-9a-f]{7,}|unknown)$/);

    const story = lines.slice(lines.indexOf('  story') + 1, lines.indexOf('  the op'));
    expect(story.length).toBeGreaterThan(5);
    expect(story.length).toBeLessThanOrEqual(STORY_LINES_MAX);
    for (const line of story) expect(line).toMatch(STORY_LINE);
    const life = lines.slice(lines.indexOf('  the op') + 1, lines.indexOf('  log and replicas'));
    expect(life.join('\n')).toMatch(/log: |no one op/);
    expect(lines.slice(lines.indexOf('  log and replicas') + 1).join('\n')).toMatch(/log of .*\n.*cursor /);

    const [from = 0, to = 0] = /from (\d+) to (\d+) steps/.exec(lines.join('\n'))?.slice(1).map(Number) ?? [];
    expect(to).toBeLessThan(from);
    // The replay shows the same again.
    expect(await writeReport({ seed, suite, sabotage })).toEqual(lines);
  },
);

test('a seed that keeps its promises has no report', async () => {
  expect(await writeReport({ seed: 1n, suite: 'storm' })).toEqual([]);
});
