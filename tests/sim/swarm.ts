/**
 * What a seed is about. Each enables a random part of the faults and of what people do (one in ten: no fault at
 * all), because a run with everything at once hides what one thing alone would show.
 */
import { ACCOUNT_TYPES, type Build, LATER_TYPES, PLAN_TYPES } from './builds.ts';
import type { Prng, Streams } from './prng.ts';

export const FAULTS = [
  'cut',
  'spike',
  'half-open',
  'stale',
  'duplicate',
  'refused',
  'blackhole',
  'portal',
  'page-crash',
  'write-crash',
  'disk-lost',
  'disk-full',
  'disk-stall',
  'freeze',
  'tabs',
  'clock',
  'server-crash',
  'commit-crash',
  'commit-unknown',
  'database-away',
  'database-slow',
  'sessions-lost',
  'clone',
  'old-profile',
  'server-restored',
  'hint-lost',
  'node-crash',
  'redis-away',
  'poison',
  'builds',
  'evicted',
  'stranger',
  'bit-rot',
  'disk-unknown',
  'bfcache',
  'slow-consumer',
  'people',
  'links',
  'accounts',
  'copies',
  'carried',
  'plans',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Which rows of the fault catalogue each is (`tests/fault-rows.ts`); none: a trouble the catalogue does not name. */
export const ROWS_BY_FAULT: Readonly<Record<Fault, readonly number[]>> = {
  cut: [3, 4, 6],
  spike: [9],
  'half-open': [2],
  stale: [74],
  duplicate: [74],
  refused: [1],
  blackhole: [2, 15],
  portal: [11],
  'page-crash': [18, 22, 28],
  'write-crash': [17],
  'disk-lost': [37],
  'disk-full': [29, 30],
  'disk-stall': [38],
  freeze: [21, 24],
  tabs: [23],
  clock: [62, 80, 81],
  'server-crash': [49],
  'commit-crash': [5],
  'commit-unknown': [52],
  'database-away': [51],
  'database-slow': [56],
  'sessions-lost': [64],
  clone: [39],
  'old-profile': [40],
  'server-restored': [54],
  'node-crash': [49],
  'redis-away': [59],
  'hint-lost': [60],
  poison: [71],
  builds: [46, 47, 48],
  evicted: [31, 35, 36],
  stranger: [74, 75],
  'bit-rot': [],
  'disk-unknown': [37],
  bfcache: [22],
  'slow-consumer': [83],
  people: [67, 68, 70],
  links: [67],
  accounts: [77],
  copies: [31, 35, 36, 40],
  carried: [],
  plans: [],
};

export const DEEDS = [
  'say',
  'burst',
  'reply',
  'edit',
  'delete',
  'react',
  'unreact',
  'rename-group',
  'rename-self',
  'leave',
  'read',
  'cancel',
  'older',
  'wake',
  'long',
] as const;
export type Deed = (typeof DEEDS)[number];

/** What is done to a group and to the people in it: the trouble that the fault `people` is made of. */
export const RULINGS = [
  'change-role',
  'remove',
  'readmit',
  'transfer',
  'hand-over-and-leave',
  'hide-name',
  'delete-group',
  'add',
  'correct-name',
  'claim',
  'unclaim',
] as const;
export type Ruling = (typeof RULINGS)[number];

/** What is done to a group's accounts: the trouble that the fault `accounts` is made of. */
export const SPENDINGS = [
  'spend',
  'correct',
  'move-money',
  'void',
  'restore',
  'settle',
  'confirm',
  'void-settlement',
  'restore-settlement',
  'repeat',
  'entry',
  'end',
] as const;
export type Spending = (typeof SPENDINGS)[number];

/** What is done to a group's plans: the trouble that the fault `plans` is made of. */
export const PLAN_DEEDS = [
  'make',
  'type',
  'type',
  'type',
  'add-block',
  'take-away',
  'take-block',
  'change-kind',
  'change-kind',
  'join',
  'split',
  'rename',
  'move',
  'put-away',
  'bring-back',
  'name-version',
  'comment',
  'comment',
  'answer',
  'edit-comment',
  'resolve-comment',
  'reopen-comment',
  'delete-comment',
  'compact',
] as const;
export type PlanDeed = (typeof PLAN_DEEDS)[number];

export interface Swarm {
  readonly devices: number;
  readonly groups: number;
  readonly steps: number;
  /** Virtual ms in which faults and deeds happen. */
  readonly stormMs: number;
  readonly faults: ReadonlySet<Fault>;
  /** Those of them that a shrink has found needless. */
  readonly muted: ReadonlySet<Fault>;
  readonly deeds: readonly Deed[];
  readonly parallelCommits: number;
  /** Server processes on the one database. */
  readonly nodes: number;
  /** Devices remember beside their database which one it was. */
  readonly hasWitness: boolean;
  /** Where devices keep everything: the slower one is the product's own. */
  readonly storage: 'memory' | 'indexeddb';
  /** What an older build lacks, where there are several. */
  readonly olderBuild: Build;
}

/** The faults there were first share one stream; each later one has its own, so that older seeds stay what they were. */
const FIRST_FAULTS: ReadonlySet<Fault> = new Set(FAULTS.slice(0, FAULTS.indexOf('server-restored') + 1));
export const hasOwnStream = (fault: Fault): boolean => !FIRST_FAULTS.has(fault);
/** They mean nothing where there is one node only. */
const NODE_FAULTS: readonly Fault[] = ['hint-lost', 'node-crash', 'redis-away'];

/** It takes several times as long. */
const INDEXEDDB_SHARE = 1 / 25;

/** `faults`: those a suite is about; absent: all there are. */
export function drawSwarm(
  streams: Streams,
  faults: readonly Fault[] = FAULTS,
  muted: ReadonlySet<Fault> = new Set(),
): Swarm {
  const dice = streams.of('swarm');
  const calm = dice.chance(0.1);
  const share = dice.between(0.1, 0.7);
  const drawn = (fault: Fault): boolean =>
    (hasOwnStream(fault) ? streams.of('fault', fault) : dice).chance(share);
  const nodes = streams.of('nodes').chance(0.3) ? 3 : 1;
  const possible = faults.filter((fault) => nodes > 1 || !NODE_FAULTS.includes(fault));
  // Copies are told from one another by what it remembers; a browser always has it.
  const hasWitness = streams.of('witness').chance(0.5) || faults.includes('copies');
  return {
    devices: 2 + dice.below(4),
    groups: dice.chance(0.7) ? 1 : 2,
    steps: 10 + dice.below(50),
    stormMs: dice.between(10_000, 90_000),
    faults: withMatter(possible, calm ? [] : possible.filter(drawn)),
    muted,
    deeds: drawDeeds(dice),
    parallelCommits: dice.chance(0.5) ? 1 : 3,
    nodes,
    hasWitness,
    storage: streams.of('storage').chance(INDEXEDDB_SHARE) ? 'indexeddb' : 'memory',
    olderBuild: drawOlderBuild(streams.of('builds'), possible),
  };
}

/** A suite that has one of these is about it: it is there in every run. */
const MATTERS: readonly Fault[] = ['people', 'accounts', 'copies', 'plans'];

function withMatter(possible: readonly Fault[], drawn: readonly Fault[]): Set<Fault> {
  return new Set([...drawn, ...MATTERS.filter((fault) => possible.includes(fault))]);
}

function drawOlderBuild(dice: Prng, possible: readonly Fault[]): Build {
  const share = dice.between(0.2, 0.8);
  const lacks = [dice.pick(LATER_TYPES), ...LATER_TYPES.filter(() => dice.chance(share))];
  // Of the release before, which kept no accounts.
  const hasAccounts = !possible.includes('accounts') || dice.chance(0.5);
  const hasPlans = !possible.includes('plans') || dice.chance(0.3);
  return new Set([...lacks, ...(hasAccounts ? [] : ACCOUNT_TYPES), ...(hasPlans ? [] : PLAN_TYPES)]);
}

function drawDeeds(dice: Prng): Deed[] {
  const share = dice.between(0.3, 1);
  return ['say', ...DEEDS.filter((deed) => deed !== 'say' && dice.chance(share))];
}
