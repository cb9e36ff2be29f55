/** The faults of a swarm that are habits: rates of links, disks and the server, drawn once per run. */
import { type DiskHabits, GOOD_DISK } from './device-pace.ts';
import { type HintHabits, STEADY_HINTS } from './hint-bus.ts';
import { CALM, type LinkHabits } from './link.ts';
import type { Prng, Streams } from './prng.ts';
import { type ServerHabits, STEADY_SERVER } from './server-pace.ts';
import type { Fault, Swarm } from './swarm.ts';

export function drawLinkHabits(streams: Streams, swarm: Swarm, device: number): LinkHabits {
  const dice = streams.of('link-habits', device);
  const slowest = dice.pick([30, 100, 300, 1_500]);
  return {
    ...CALM,
    minDelayMs: slowest / 10,
    maxDelayMs: slowest,
    cutRate: whenOn(swarm, 'cut', () => rate(dice, 0.002, 0.15)),
    spikeRate: whenOn(swarm, 'spike', () => rate(dice, 0.002, 0.05)),
    halfOpenRate: whenOn(swarm, 'half-open', () => dice.between(0.1, 0.9)),
    staleRate: whenOn(swarm, 'stale', () => dice.between(0.2, 1)),
    duplicateRate: whenOn(swarm, 'duplicate', () => rate(dice, 0.01, 0.4)),
    clogRate: whenOn(swarm, 'slow-consumer', () => rate(dice, 0.002, 0.1)),
  };
}

export function drawDiskHabits(streams: Streams, swarm: Swarm, device: number): DiskHabits {
  const dice = streams.of('disk-habits', device);
  return {
    crashRate: whenOn(swarm, 'write-crash', () => rate(dice, 0.002, 0.06)),
    lostRate: whenOn(swarm, 'disk-lost', () => rate(dice, 0.002, 0.04)),
    fullRate: whenOn(swarm, 'disk-full', () => rate(dice, 0.005, 0.1)),
    stallRate: whenOn(swarm, 'disk-stall', () => rate(dice, 0.001, 0.01)),
    unknownRate: whenOn(swarm, 'disk-unknown', () => rate(dice, 0.005, 0.1)),
  };
}

export function drawServerHabits(streams: Streams, swarm: Swarm): ServerHabits {
  const dice = streams.of('server-habits');
  return {
    parallelCommits: swarm.parallelCommits,
    slowRate: whenOn(swarm, 'database-slow', () => rate(dice, 0.01, 0.1)),
    unavailableRate: whenOn(swarm, 'database-away', () => rate(dice, 0.01, 0.2)),
    unknownRate: whenOn(swarm, 'commit-unknown', () => rate(dice, 0.02, 0.3)),
    crashRate: whenOn(swarm, 'commit-crash', () => rate(dice, 0.01, 0.1)),
    compactsTexts: whenOn(swarm, 'plans', () => streams.of('text-keeper').below(2)) === 1,
  };
}

export function drawHintHabits(streams: Streams, swarm: Swarm): HintHabits {
  const dice = streams.of('hint-habits');
  return {
    lostRate: whenOn(swarm, 'hint-lost', () => dice.between(0.05, 1)),
    duplicateRate: whenOn(swarm, 'hint-lost', () => dice.between(0, 0.5)),
    maxDelayMs: whenOn(swarm, 'hint-lost', () => rate(dice, 3, 10_000)) || STEADY_HINTS.maxDelayMs,
  };
}

/** 0 without the fault. Drawn also when a shrink has muted it: the rates after it stay what they were. */
function whenOn({ faults, muted }: Swarm, fault: Fault, draw: () => number): number {
  if (!faults.has(fault)) return 0;
  const drawn = draw();
  return muted.has(fault) ? 0 : drawn;
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
