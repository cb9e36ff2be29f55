/** Asks for plans, by their titles and by what is written in them. Within a step the one that was written last comes first. */
import type { PlanRow } from '#domain/plans/plan-rows.ts';
import { type Asking, HITS_MAX, SLIPS_BELOW } from './asking.ts';
import { STEPS } from './part.ts';
import type { FoundPlan } from './plan-index.ts';
import type { IndexedGroup } from './search-index.ts';
import type { SearchFilters } from './search-query.ts';
import { isBetween, personOf } from './who-and-when.ts';

interface FoundInGroup extends FoundPlan {
  readonly group: IndexedGroup;
}

/** undefined: a newer ask has come. */
export async function askPlans(asking: Asking): Promise<FoundInGroup[] | undefined> {
  const { groups, asked, filters, options } = asking;
  const seen = new Set<string>();
  const found: FoundInGroup[] = [];
  for (const [step, name] of STEPS.entries()) {
    if (asked.length === 0 && step > 0) break;
    if (name === 'slipped' && found.length >= SLIPS_BELOW) break;
    const ofStep: typeof found = [];
    for (const group of groups) {
      const isTheirs = personOf(filters, group, options);
      const passes = ({ editedAt }: PlanRow, who: string): boolean =>
        isTheirs(who) && isBetween(editedAt, filters);
      const plans = group.index.plans.ask(asked, name, passes).filter(({ row }) => !seen.has(row.id));
      ofStep.push(...plans.map((plan) => ({ ...plan, group })));
      await options.breathe();
      if (options.isOver()) return undefined;
    }
    for (const { row } of ofStep) seen.add(row.id);
    found.push(...ofStep.sort((a, b) => b.row.editedAt - a.row.editedAt));
    if (found.length > HITS_MAX) break;
  }
  return found;
}

export function isPlanAsked({ kind, minAmountMinor, maxAmountMinor }: SearchFilters): boolean {
  const isMoney = minAmountMinor !== undefined || maxAmountMinor !== undefined;
  return (kind === undefined || kind === 'plan') && !isMoney;
}
