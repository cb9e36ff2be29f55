/**
 * L1: the rows of the fault catalogue that happen to servers, databases and Redis, each many times over in the
 * middle of what people do. What must hold afterwards is the storm's whole check (`check-rest.ts`).
 */
import { afterAll, expect, test } from 'vitest';
import type { DisturbanceName } from './disturbances.ts';
import { describeFailure } from './report.ts';
import { runSchedule } from './run-schedule.ts';
import { openMachines, type Topology } from './storm-world.ts';

const machines = openMachines();
afterAll(() => machines[Symbol.asyncDispose]());

const of = (name: DisturbanceName, times: number): DisturbanceName[] =>
  Array.from({ length: times }, () => name);

const ROWS: readonly (readonly [title: string, seed: number, Topology, DisturbanceName[]])[] = [
  [
    'fault 5, 49: the server is killed (-9) in the middle of pushes, on PGlite',
    49_001,
    'pglite',
    of('kill-server', 8),
  ],
  [
    'fault 5, 49: the server is killed (-9) in the middle of pushes, on PostgreSQL',
    49_002,
    'postgres',
    of('kill-server', 8),
  ],
  [
    'fault 50: three servers are told to stop one after another, and each ends with 0',
    50_001,
    'three-nodes',
    of('stop-server', 6),
  ],
  ['fault 51: PostgreSQL is killed (-9) under the server', 51_001, 'postgres', of('kill-postgres', 6)],
  [
    'fault 52: the answer to COMMIT is cut off, nobody knows what it did',
    52_001,
    'postgres',
    of('lose-commit-answers', 10),
  ],
  [
    'fault 56: the database is slow, holds its locks, or has no connection left',
    56_001,
    'postgres',
    [...of('slow-database', 2), ...of('hold-locks', 2), ...of('take-connections', 2)],
  ],
  [
    'fault 57: the disk under the embedded database fills up and has room again',
    57_001,
    'pglite',
    of('fill-disk', 5),
  ],
  [
    'fault 58: three servers commit to one group at once over a slow database, and no cursor skips a version',
    58_001,
    'three-nodes',
    [...of('slow-database', 3), ...of('hold-locks', 2)],
  ],
  [
    'fault 59: Redis is killed, flushed and frozen between three servers',
    59_001,
    'three-nodes',
    [...of('kill-redis', 3), ...of('flush-redis', 2), ...of('freeze-redis', 3)],
  ],
  [
    'fault 60: hints between three servers are lost for two seconds',
    60_001,
    'three-nodes',
    of('lose-hints', 4),
  ],
  [
    'fault 62: the clock of the server jumps by an hour, forth and back',
    62_001,
    'postgres',
    of('jump-server-clock', 5),
  ],
];

test.each(ROWS)('%s', async (_title, seed, topology, disturbances) => {
  const result = await runSchedule({ seed, topology, disturbances, isHalfOpen: false }, machines);
  if (result.violations.length > 0) expect.fail(describeFailure(result));
  // Else the run would have tested nothing.
  expect(result.opsInLog).toBeGreaterThan(100);
  expect(result.disturbedWhileOwing).toBeGreaterThan(disturbances.length / 4);
});
