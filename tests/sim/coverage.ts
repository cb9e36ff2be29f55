/**
 * Which faults struck which types of op at which point of their life (strikes.ts), over many seeds. What never met
 * has proven nothing; so every pair of the three dimensions that can meet must have met over the seeds of CI, and
 * the triples are counted.
 */
import { listDefinitions } from '#domain/op-types.ts';
import { PHASES } from './strikes.ts';
import type { Fault } from './swarm.ts';

export interface CoverageCount {
  readonly met: number;
  readonly possible: number;
}

export interface CoverageSummary {
  /** Of fault × type, fault × phase and type × phase. */
  readonly pairs: CoverageCount;
  readonly triples: CoverageCount;
  /** Possible pairs that did not meet: `fault × type`. */
  readonly neverMet: readonly string[];
}

/** Pairs that cannot meet, and why. */
const IMPOSSIBLE: readonly { readonly pair: string; readonly because: string }[] = [
  {
    pair: 'group.created × unheard',
    because: 'it is version 1: who comes later begins with a snapshot, past it',
  },
];

/** Made by people who rule only: the other suites never meet them. */
const RULINGS: ReadonlySet<string> = new Set([
  'group.owner-transferred',
  'group.deleted',
  'member.role-changed',
  'member.removed',
  'member.readmitted',
  'member.name-hidden',
  'member.added',
  'member.name-corrected',
  'member.claimed',
  'member.unclaimed',
  'invite.created',
  'invite.revoked',
  'member.approved',
  'member.refused',
]);

/** Made by nobody in a run: real servers and browsers drive them. */
const NOT_SIMULATED: ReadonlySet<string> = new Set([
  'message.erased',
  'member.erased',
  'member.pix-key-set',
  'member.pix-key-removed',
  'ledger.erased',
  'plan.erased',
]);

const isImpossible = (pair: string): boolean => IMPOSSIBLE.some((one) => one.pair === pair);

export class Coverage {
  /** `fault type phase` → how often. */
  readonly #met = new Map<string, number>();

  add(met: Iterable<readonly [string, number]>): void {
    for (const [key, count] of met) this.#met.set(key, (this.#met.get(key) ?? 0) + count);
  }

  /** `faults`: those the seeds could draw from. */
  summarise(faults: Iterable<Fault>): CoverageSummary {
    const faultNames = [...faults];
    const types = listTypes(faultNames);
    const pairs = new Set<string>();
    for (const key of this.#met.keys()) {
      const [fault = '', type = '', phase = ''] = key.split(' ');
      for (const pair of [`${fault} × ${type}`, `${fault} × ${phase}`, `${type} × ${phase}`]) pairs.add(pair);
    }
    const possible = [
      ...faultNames.flatMap((fault) => [...types, ...PHASES].map((other) => `${fault} × ${other}`)),
      ...types.flatMap((type) => PHASES.map((phase) => `${type} × ${phase}`)),
    ].filter((pair) => !isImpossible(pair));
    const neverMet = possible.filter((pair) => !pairs.has(pair));
    return {
      pairs: { met: possible.length - neverMet.length, possible: possible.length },
      triples: { met: this.#met.size, possible: faultNames.length * types.length * PHASES.length },
      neverMet,
    };
  }

  /** Two tables: how often each fault met each type of op, and each phase. */
  *table(faults: Iterable<Fault>): Generator<string> {
    const faultNames = [...faults];
    const types = listTypes(faultNames);
    yield row('fault × op type', types);
    for (const fault of faultNames) yield row(fault, this.#sums(fault, types, 1));
    yield row('fault × phase', PHASES);
    for (const fault of faultNames) yield row(fault, this.#sums(fault, PHASES, 2));
  }

  #sums(fault: Fault, names: readonly string[], at: 1 | 2): string[] {
    const sums = new Map<string, number>();
    for (const [key, count] of this.#met) {
      const parts = key.split(' ');
      const name = parts[at] ?? '';
      if (parts[0] === fault) sums.set(name, (sums.get(name) ?? 0) + count);
    }
    return names.map((name) => String(sums.get(name) ?? 0));
  }
}

/** Also those of features to come: a new type must be met before it is believed. */
function listTypes(faults: readonly Fault[]): string[] {
  const types = new Set(listDefinitions().map(({ type }) => type));
  const isOfPlans = (type: string): boolean => type.startsWith('plan.');
  const isOfAccounts = (type: string): boolean => /^(expense|settlement|recurrence)\./.test(type);
  const isMade = (type: string): boolean =>
    !NOT_SIMULATED.has(type) &&
    (faults.includes('people') || !RULINGS.has(type)) &&
    (faults.includes('plans') || !isOfPlans(type)) &&
    (faults.includes('accounts') || !isOfAccounts(type));
  return [...types].filter(isMade).sort();
}

const row = (name: string, cells: readonly string[]): string =>
  name.padEnd(17) + cells.map((cell) => ` ${cell.padStart(16)}`).join('');
