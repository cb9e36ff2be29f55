/** Which op types were committed in runs with which fault: a pair that never met proves nothing. */
import type { Fault } from './swarm.ts';

export class Coverage {
  /** fault → op type → ops committed while it was about. */
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #types = new Set<string>();

  add(faults: Iterable<Fault>, opsByType: ReadonlyMap<string, number>): void {
    for (const fault of [...faults, 'all']) {
      const counts = this.#counts.get(fault) ?? new Map<string, number>();
      this.#counts.set(fault, counts);
      for (const [type, count] of opsByType) {
        this.#types.add(type);
        counts.set(type, (counts.get(type) ?? 0) + count);
      }
    }
  }

  /** Pairs that met, of those that could. */
  count(): { met: number; pairs: number } {
    const rows = [...this.#counts].filter(([fault]) => fault !== 'all').map(([, counts]) => counts);
    return { met: rows.reduce((sum, counts) => sum + counts.size, 0), pairs: rows.length * this.#types.size };
  }

  /** One line per fault, one column per op type. */
  *table(): Generator<string> {
    const types = [...this.#types].sort();
    yield `${''.padEnd(17)}${types.map((type) => type.padStart(17)).join('')}`;
    for (const [fault, counts] of [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      yield `${fault.padEnd(17)}${types.map((type) => String(counts.get(type) ?? 0).padStart(17)).join('')}`;
    }
  }
}
