/** The faults of a swarm that are habits: rates of links, disks and the server, drawn once per run. */
import { type DiskHabits, GOOD_DISK } from './device-pace.ts';
import { type HintHabits, STEADY_HINTS } from './hint-bus.ts';
import { CALM, type LinkHabits } from './link.ts';
import type { Prng, Streams } from './prng.ts';
import { type ServerHabits, STEADY_SERVER } from './server-pace.ts';
import type { Swarm } from './swarm.ts';

export function drawLinkHabits(streams: Streams, swarm: Swarm, device: number): LinkHabits {
  const dice = streams.of('link-habits', device);
  const { faults } = swarm;
  const slowest = dice.pick([30, 100, 300, 1_500]);
  return {
    ...CALM,
    minDelayMs: slowest / 10,
    maxDelayMs: slowest,
    cutRate: faults.has('cut') ? rate(dice, 0.002, 0.15) : 0,
    spikeRate: faults.has('spike') ? rate(dice, 0.002, 0.05) : 0,
    halfOpenRate: faults.has('half-open') ? dice.between(0.1, 0.9) : 0,
    staleRate: faults.has('stale') ? dice.between(0.2, 1) : 0,
    duplicateRate: faults.has('duplicate') ? rate(dice, 0.01, 0.4) : 0,
  };
}

export function drawDiskHabits(streams: Streams, swarm: Swarm, device: number): DiskHabits {
  const dice = streams.of('disk-habits', device);
  const { faults } = swarm;
  return {
    crashRate: faults.has('write-crash') ? rate(dice, 0.002, 0.06) : 0,
    lostRate: faults.has('disk-lost') ? rate(dice, 0.002, 0.04) : 0,
    fullRate: faults.has('disk-full') ? rate(dice, 0.005, 0.1) : 0,
    stallRate: faults.has('disk-stall') ? rate(dice, 0.001, 0.01) : 0,
  };
}

export function drawServerHabits(streams: Streams, swarm: Swarm): ServerHabits {
  const dice = streams.of('server-habits');
  const { faults, parallelCommits } = swarm;
  return {
    parallelCommits,
    slowRate: faults.has('database-slow') ? rate(dice, 0.01, 0.1) : 0,
    unavailableRate: faults.has('database-away') ? rate(dice, 0.01, 0.2) : 0,
    unknownRate: faults.has('commit-unknown') ? rate(dice, 0.02, 0.3) : 0,
    crashRate: faults.has('commit-crash') ? rate(dice, 0.01, 0.1) : 0,
  };
}

export function drawHintHabits(streams: Streams, { faults }: Swarm): HintHabits {
  const dice = streams.of('hint-habits');
  const isLossy = faults.has('hint-lost');
  return {
    lostRate: isLossy ? dice.between(0.05, 1) : 0,
    duplicateRate: isLossy ? dice.between(0, 0.5) : 0,
    maxDelayMs: isLossy ? rate(dice, 3, 10_000) : STEADY_HINTS.maxDelayMs,
  };
}

/** Everything works from now on. The objects are shared with those who use them. */
export function healDisk(disk: DiskHabits): void {
  Object.assign(disk, GOOD_DISK);
}

export function healServer(habits: ServerHabits): void {
  Object.assign(habits, STEADY_SERVER, { parallelCommits: habits.parallelCommits });
}

export function healHints(habits: HintHabits): void {
  Object.assign(habits, STEADY_HINTS);
}

/** Small rates as often as large ones. */
function rate(dice: Prng, least: number, most: number): number {
  return least * (most / least) ** dice.fraction();
}
