/**
 * Which faults a run may draw from, by name: `--suite NAME`.
 */
import { FAULTS, type Fault } from './swarm.ts';

const IDENTITY: readonly Fault[] = ['clone', 'old-profile', 'evicted'];
const TIME_TRAVEL: readonly Fault[] = ['server-restored'];
const PEOPLE: readonly Fault[] = ['people'];

const WITHOUT = (left: readonly Fault[]): Fault[] => FAULTS.filter((fault) => !left.includes(fault));

export const SUITES = {
  /** Networks, crashes, disks, clocks, tabs: one server history, every device its own. */
  storm: WITHOUT([...IDENTITY, ...TIME_TRAVEL, ...PEOPLE]),
  /** Besides, profiles that are copied, come back older or are thrown away, whole or in part. */
  identity: WITHOUT([...TIME_TRAVEL, ...PEOPLE]),
  /** Besides, a server restored from an older backup. */
  'time-travel': WITHOUT([...IDENTITY, ...PEOPLE]),
  /** Everything, an old profile and an old server in one run too. */
  all: WITHOUT(PEOPLE),
  /** Everything, and people who change roles, remove, let back in, hand over, delete, add by name and claim. */
  people: FAULTS,
} as const satisfies Record<string, readonly Fault[]>;
export type Suite = keyof typeof SUITES;

/** Throws RangeError when there is none of that name. */
export function mustSuite(name: string): Suite {
  if (Object.hasOwn(SUITES, name)) return name as Suite;
  throw new RangeError(`no suite ${name}: there are ${Object.keys(SUITES).join(', ')}`);
}

export const listSuites = (): Suite[] => Object.keys(SUITES) as Suite[];
