/** One seed decides a schedule: the machines, what happens to them, what people do meanwhile. Processes add the rest. */

import { must } from '#domain/assert.ts';
import { type Prng, Streams } from '#tests/sim/prng.ts';
import type { Fault } from '#tests/support/fproxy.ts';
import { DISTURBANCES, type DisturbanceName, isPossible } from './disturbances.ts';
import { TOPOLOGIES, type Topology } from './storm-world.ts';

export interface Schedule {
  readonly seed: number;
  readonly topology: Topology;
  /** One per round, in the middle of what people do in it. */
  readonly disturbances: readonly DisturbanceName[];
  /** Client links may also swallow in silence, which takes a heartbeat to be noticed. */
  readonly isHalfOpen: boolean;
}

/** The forty of every test run: the first forty in a row that leave nothing out (`draw-schedule.test.ts`). */
export const TEST_RUN = { from: 3_101, count: 40 } as const;

const ROUNDS = 5;

export function drawSchedule(seed: number): Schedule {
  const random = streamOf(seed, 'schedule');
  // In turn: a few schedules reach them all.
  const topology = must(TOPOLOGIES[seed % TOPOLOGIES.length], 'a topology');
  const possible = DISTURBANCES.filter((name) => isPossible(name, topology));
  // Swarm style: a few kinds, more often each; a tenth of the schedules has bad links and nothing else.
  const chosen = Array.from({ length: 2 + random.below(3) }, () => random.pick(possible));
  const isCalm = random.chance(0.1);
  const disturbances = Array.from({ length: ROUNDS }, () => (isCalm ? 'nothing' : random.pick(chosen)));
  return { seed, topology, disturbances, isHalfOpen: random.chance(0.15) };
}

export function streamOf(seed: number, ...concern: (string | number)[]): Prng {
  return new Streams(BigInt(seed)).of(...concern);
}

/** A fifth of the links are good; the others delay, cut, flap, or swallow. */
export function drawLinkFault(random: Prng, isHalfOpen: boolean): Fault {
  const delayMs = random.below(15);
  const kind = random.fraction();
  if (kind < 0.2) return {};
  if (kind < 0.55) return { upMs: delayMs, downMs: delayMs, cutEveryBytes: 2_000 + random.below(30_000) };
  if (kind < 0.7) return { upMs: delayMs, downMs: delayMs, cutAtByte: random.below(8_000) };
  if (kind < 0.85) return { cutOnReply: 'once', upMs: delayMs };
  if (kind < 0.92 || !isHalfOpen)
    return { flap: { upMs: 300 + random.below(700), downMs: 100 + random.below(300) } };
  return { blackHole: random.pick(['up', 'down', 'both'] as const) };
}
