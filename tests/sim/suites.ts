/**
 * Which faults a run may draw from, by name: `--suite NAME`.
 */
import { FAULTS, type Fault } from './swarm.ts';

const IDENTITY: readonly Fault[] = ['clone', 'old-profile', 'evicted'];
const TIME_TRAVEL: readonly Fault[] = ['server-restored'];
const PEOPLE: readonly Fault[] = ['people', 'links'];
const ACCOUNTS: readonly Fault[] = ['accounts'];
const COPIES: readonly Fault[] = ['copies', 'carried'];
const PLANS: readonly Fault[] = ['plans'];

const WITHOUT = (left: readonly Fault[]): Fault[] => FAULTS.filter((fault) => !left.includes(fault));

export const SUITES = {
  /** Networks, crashes, disks, clocks, tabs: one server history, every device its own. */
  storm: WITHOUT([...IDENTITY, ...TIME_TRAVEL, ...PEOPLE, ...ACCOUNTS, ...COPIES, ...PLANS]),
  /** Besides, profiles that are copied, come back older or are thrown away, whole or in part. */
  identity: WITHOUT([...TIME_TRAVEL, ...PEOPLE, ...ACCOUNTS, ...COPIES, ...PLANS]),
  /** Besides, a server restored from an older backup. */
  'time-travel': WITHOUT([...IDENTITY, ...PEOPLE, ...ACCOUNTS, ...COPIES, ...PLANS]),
  /** Everything, an old profile and an old server in one run too. */
  all: WITHOUT([...PEOPLE, ...ACCOUNTS, ...COPIES, ...PLANS]),
  /**
   * Everything, and people who change roles, remove, let back in, hand over, delete, add by name and claim, make links with
   * limits, come by them, end them, and let in who asks.
   */
  people: WITHOUT([...ACCOUNTS, ...COPIES, ...PLANS]),
  /** Everything but that, and people who keep accounts, several of them at one expense. */
  ledger: WITHOUT([...PEOPLE, ...COPIES, ...PLANS]),
  /**
   * Everything but what people rule, and devices that copy what they owe beside their database, with texts of plans: databases and
   * copies are lost and go bad, each alone or both, older copies are put back by hand, profiles are copied, files carry a phone to a
   * new one, or to two, and a queue to another's.
   */
  restore: WITHOUT([...PEOPLE, ...TIME_TRAVEL, 'old-profile']),
  /**
   * Plans, written in by several at once and apart, in several tabs, under everything that loses no disk: networks, crashes, clocks,
   * copied profiles, a server restored from a backup, devices and servers that know no plans yet.
   */
  plans: WITHOUT([...PEOPLE, ...ACCOUNTS, ...COPIES, 'evicted', 'old-profile', 'bit-rot']),
} as const satisfies Record<string, readonly Fault[]>;
export type Suite = keyof typeof SUITES;

/** Throws RangeError when there is none of that name. */
export function mustSuite(name: string): Suite {
  if (Object.hasOwn(SUITES, name)) return name as Suite;
  throw new RangeError(`no suite ${name}: there are ${Object.keys(SUITES).join(', ')}`);
}

export const listSuites = (): Suite[] => Object.keys(SUITES) as Suite[];
