/**
 * A run's script, drawn from the seed before it starts: who does what when, and what goes wrong when. Each step
 * has an id and its own dice, so that a shrink can leave steps out and the others stay what they were.
 */
import { BUNDLE_FATES, FILE_FATES } from './carry-steps.ts';
import { COPY_DAMAGES, type CopyDamage, DISK_LOSSES, type DiskLoss } from './disk-losses.ts';
import type { Weather } from './link.ts';
import { LINK_DEEDS, type LinkDeed } from './link-deeds.ts';
import type { Prng, Streams } from './prng.ts';
import type { Eviction } from './sim-device.ts';
import { TRICKS, type Trick } from './stranger.ts';
import {
  type Deed,
  type Fault,
  hasOwnStream,
  PLAN_DEEDS,
  type PlanDeed,
  RULINGS,
  type Ruling,
  SPENDINGS,
  type Spending,
  type Swarm,
} from './swarm.ts';

export type StepKind =
  | { readonly do: 'create'; readonly device: number }
  | { readonly do: 'join'; readonly device: number; readonly group: number }
  | { readonly do: 'deed'; readonly device: number; readonly deed: Deed }
  | { readonly do: 'rule'; readonly device: number; readonly ruling: Ruling }
  | { readonly do: 'link'; readonly device: number; readonly deed: LinkDeed }
  | { readonly do: 'keep-accounts'; readonly device: number; readonly spending: Spending }
  | { readonly do: 'write-plan'; readonly device: number; readonly deed: PlanDeed }
  | { readonly do: 'poison'; readonly device: number }
  | { readonly do: 'evict'; readonly device: number; readonly what: Eviction }
  | { readonly do: 'install'; readonly device: number; readonly build: 'older' | 'newest' }
  | { readonly do: 'install-node'; readonly build: 'older' | 'newest' }
  | { readonly do: 'open-page'; readonly device: number }
  | { readonly do: 'close-page'; readonly device: number; readonly forMs: number }
  | { readonly do: 'crash-page'; readonly device: number; readonly forMs: number }
  | { readonly do: 'freeze-page'; readonly device: number; readonly forMs: number }
  | { readonly do: 'shelve-page'; readonly device: number; readonly forMs: number }
  | { readonly do: 'weather'; readonly device: number; readonly weather: Weather; readonly forMs: number }
  | { readonly do: 'jump-clock'; readonly device: number; readonly byMs: number }
  | { readonly do: 'crash-server'; readonly forMs: number }
  | { readonly do: 'crash-node'; readonly forMs: number }
  | { readonly do: 'lose-hints'; readonly forMs: number }
  | { readonly do: 'visit'; readonly trick: Trick }
  | { readonly do: 'jump-server-clock'; readonly byMs: number }
  | { readonly do: 'lose-sessions' }
  | { readonly do: 'clone'; readonly device: number }
  | { readonly do: 'rot'; readonly device: number }
  | { readonly do: 'write-draft'; readonly device: number }
  | { readonly do: 'make-copy'; readonly device: number }
  | { readonly do: 'spoil-copies'; readonly device: number; readonly how: CopyDamage }
  | { readonly do: 'lose-disk'; readonly device: number; readonly what: DiskLoss }
  | { readonly do: 'put-back'; readonly device: number; readonly choice: 'everything' | 'group' | 'unsent' }
  | {
      readonly do: 'move-house';
      readonly device: number;
      readonly fate: (typeof FILE_FATES)[number];
      readonly laterMs: number;
      readonly isOldWiped: boolean;
    }
  | {
      readonly do: 'carry-bundle';
      readonly device: number;
      readonly by: number;
      readonly fate: (typeof BUNDLE_FATES)[number];
      readonly laterMs: number;
    }
  | { readonly do: 'restore-profile'; readonly device: number; readonly fromMs: number }
  | { readonly do: 'restore-server'; readonly fromMs: number; readonly forMs: number };

export type Step = StepKind & { readonly id: number; readonly atMs: number };

export function drawPlan(streams: Streams, swarm: Swarm): Step[] {
  const dice = streams.of('plan');
  const steps: Step[] = [];
  const add = (atMs: number, kind: StepKind): void => {
    steps.push({ ...kind, id: steps.length, atMs });
  };
  const someTime = (): number => dice.between(0, swarm.stormMs);
  const someDevice = (): number => dice.below(swarm.devices);

  for (let group = 0; group < swarm.groups; group++) {
    add(dice.between(0, 500), { do: 'create', device: group % swarm.devices });
    for (let device = 0; device < swarm.devices; device++) {
      if (device === group % swarm.devices) continue;
      const join = { do: 'join', device, group } as const;
      add(dice.between(500, swarm.stormMs / 2), join);
      // A link is tapped twice; who has left comes back.
      if (dice.chance(0.3)) add(dice.between(swarm.stormMs / 2, swarm.stormMs), join);
    }
  }
  for (let i = 0; i < swarm.steps; i++) {
    add(someTime(), { do: 'deed', device: someDevice(), deed: dice.pick(swarm.deeds) });
  }
  for (const fault of swarm.faults) {
    if (hasOwnStream(fault)) continue;
    for (const kind of drawFault(fault, dice, swarm)) add(someTime(), kind);
  }
  // People close and open the app whatever the weather.
  for (let i = dice.below(4); i > 0; i--) {
    add(someTime(), { do: 'close-page', device: someDevice(), forMs: dice.between(10, 8_000) });
  }
  for (const fault of swarm.faults) {
    if (!hasOwnStream(fault)) continue;
    const own = streams.of('plan', fault);
    for (const kind of drawFault(fault, own, swarm)) add(own.between(0, swarm.stormMs), kind);
  }
  return steps.sort((a, b) => a.atMs - b.atMs);
}

const DAY_MS = 24 * 3_600_000;

function drawFault(fault: Fault, dice: Prng, swarm: Swarm): StepKind[] {
  const times = 1 + dice.below(4);
  const repeat = (make: () => StepKind): StepKind[] => Array.from({ length: times }, make);
  const device = (): number => dice.below(swarm.devices);
  const forMs = (max: number): number => dice.between(50, max);
  switch (fault) {
    case 'refused':
    case 'blackhole':
    case 'portal':
      return repeat(() => ({ do: 'weather', device: device(), weather: fault, forMs: forMs(25_000) }));
    case 'page-crash':
      return repeat(() => ({ do: 'crash-page', device: device(), forMs: forMs(5_000) }));
    case 'freeze':
      return repeat(() => ({ do: 'freeze-page', device: device(), forMs: forMs(60_000) }));
    case 'tabs':
      return repeat(() => ({ do: 'open-page', device: device() }));
    case 'clock':
      return repeat(() =>
        dice.chance(0.2)
          ? { do: 'jump-server-clock', byMs: dice.between(-3_600_000, 3_600_000) }
          : { do: 'jump-clock', device: device(), byMs: dice.between(-3 * DAY_MS, 3 * DAY_MS) },
      );
    case 'server-crash':
      return repeat(() => ({ do: 'crash-server', forMs: forMs(6_000) }));
    case 'node-crash':
      return repeat(() => ({ do: 'crash-node', forMs: forMs(10_000) }));
    case 'redis-away':
      return repeat(() => ({ do: 'lose-hints', forMs: forMs(30_000) }));
    case 'poison':
      return repeat(() => ({ do: 'poison', device: device() }));
    case 'people':
      // Those who make the groups do most of it: the others mostly may not.
      return Array.from({ length: 4 * times }, () => ({
        do: 'rule',
        device: dice.chance(0.5) ? dice.below(swarm.groups) : device(),
        ruling: dice.pick(RULINGS),
      }));
    case 'links':
      return Array.from({ length: 5 * times }, () => ({
        do: 'link',
        device: dice.chance(0.5) ? dice.below(swarm.groups) : device(),
        deed: dice.pick(LINK_DEEDS),
      }));
    case 'accounts':
      return Array.from({ length: 12 * times }, () => ({
        do: 'keep-accounts',
        device: device(),
        spending: dice.chance(0.3) ? 'spend' : dice.pick(SPENDINGS),
      }));
    case 'copies':
      return drawCopies(dice, device);
    case 'plans':
      return Array.from({ length: 20 * times }, () => ({
        do: 'write-plan',
        device: device(),
        deed: dice.pick(PLAN_DEEDS),
      }));
    case 'carried':
      return drawCarried(dice, device);
    case 'bfcache':
      return repeat(() => ({ do: 'shelve-page', device: device(), forMs: forMs(30_000) }));
    case 'stranger':
      return repeat(() => ({ do: 'visit', trick: dice.pick(TRICKS) }));
    case 'evicted':
      return repeat(() => ({
        do: 'evict',
        device: device(),
        what: dice.pick(['database', 'database', 'cookie', 'witness', 'all'] as const),
      }));
    case 'builds': {
      const build = (): 'older' | 'newest' => dice.pick(['older', 'newest']);
      return Array.from({ length: 2 * times }, (_, i) =>
        dice.chance(0.3)
          ? { do: 'install-node', build: build() }
          : { do: 'install', device: device(), build: i < times ? 'older' : build() },
      );
    }
    case 'sessions-lost':
      return [{ do: 'lose-sessions' }];
    case 'clone':
      return [{ do: 'clone', device: device() }];
    case 'bit-rot':
      return repeat(() => ({ do: 'rot', device: device() }));
    case 'old-profile':
      return [{ do: 'restore-profile', device: device(), fromMs: forMs(20_000) }];
    case 'server-restored':
      return [{ do: 'restore-server', fromMs: forMs(20_000), forMs: forMs(6_000) }];
    default:
      // The others are habits of links, disks and the server: see habits.ts.
      return [];
  }
}

/** Copies are made far more often than anything happens to them, and most of what happens is that the database is gone. */
function drawCopies(dice: Prng, device: () => number): StepKind[] {
  const some = (most: number, make: () => StepKind): StepKind[] =>
    Array.from({ length: dice.below(most + 1) }, make);
  return [
    ...some(20, () => ({ do: 'make-copy', device: device() })),
    ...some(10, () => ({ do: 'write-draft', device: device() })),
    ...some(3, () => ({ do: 'spoil-copies', device: device(), how: dice.pick(COPY_DAMAGES) })),
    ...some(4, () => ({ do: 'lose-disk', device: device(), what: dice.pick(DISK_LOSSES) })),
    ...some(4, () => ({
      do: 'put-back',
      device: device(),
      choice: dice.pick(['everything', 'group', 'unsent'] as const),
    })),
  ];
}

/** A new phone now and then; a file with what waits more often, since only of who is cut off there is anything in it. */
function drawCarried(dice: Prng, device: () => number): StepKind[] {
  const laterMs = (): number => dice.between(100, 20_000);
  return [
    ...Array.from({ length: dice.below(3) }, () => ({
      do: 'move-house' as const,
      device: device(),
      fate: dice.pick(FILE_FATES),
      laterMs: laterMs(),
      isOldWiped: dice.chance(0.5),
    })),
    ...Array.from({ length: 2 + dice.below(8) }, () => ({
      do: 'carry-bundle' as const,
      device: device(),
      by: device(),
      fate: dice.pick(BUNDLE_FATES),
      laterMs: laterMs(),
    })),
  ];
}

/** One line of a history. */
export function describeStep(step: Step): string {
  const { id, atMs, do: kind, ...rest } = step;
  const details = Object.entries(rest).map(([name, value]) =>
    typeof value === 'number' && name.endsWith('Ms') ? `${name}=${Math.round(value)}` : `${name}=${value}`,
  );
  return `#${id} ${kind} ${details.join(' ')}`;
}
