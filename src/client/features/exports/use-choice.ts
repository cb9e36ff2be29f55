/** What is chosen to be taken along. The address may choose beforehand: `?planos=id,id` these plans, `?tudo` the whole group. */
import { useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { PlanView } from '#client/store/plan-types.ts';
import type { Month } from '#domain/expenses/summary.ts';
import type { ExportItem } from './export-item.ts';

/** How the accounts are told: not at all, all in one, a file a month, or one month. */
export type ReportChoice = 'none' | 'all' | 'each' | Month;

export interface Choice {
  readonly plans: ReadonlySet<string>;
  readonly conversation: boolean;
  readonly withPhotos: boolean;
  readonly report: ReportChoice;
}

export interface Choosing {
  readonly choice: Choice;
  readonly change: (part: Partial<Choice>) => void;
  readonly togglePlan: (id: string) => void;
  readonly toggleAllPlans: () => void;
}

/** Without a word of the address: the plans, and where there are none, the conversation. */
export function useChoice(plans: readonly PlanView[], months: readonly Month[]): Choosing {
  const [search] = useSearchParams();
  const named = search.get('planos')?.split(',');
  const isAll = search.has('tudo');
  const [changed, setChanged] = useState<Partial<Choice>>({});
  const all = useMemo(() => new Set(plans.map(({ id }) => id)), [plans]);
  const choice: Choice = {
    plans: named ? new Set(named) : all,
    conversation: isAll || plans.length === 0,
    withPhotos: true,
    report: isAll && months.length > 0 ? 'all' : 'none',
    ...changed,
  };
  const change = (part: Partial<Choice>): void => setChanged((now) => ({ ...now, ...part }));
  return {
    choice,
    change,
    togglePlan: (id) => change({ plans: toggled(choice.plans, id) }),
    toggleAllPlans: () => change({ plans: plans.every(({ id }) => choice.plans.has(id)) ? new Set() : all }),
  };
}

/** What only the server still has comes first, while there is a connection. */
export function itemsOf(
  { plans: chosen, conversation, withPhotos, report }: Choice,
  plans: readonly PlanView[],
  months: readonly Month[],
): readonly ExportItem[] {
  return [
    ...(conversation ? [{ kind: 'conversation' as const, withPhotos }] : []),
    ...monthsOf(report, months).map((month) => ({ kind: 'report' as const, month })),
    ...plans.filter(({ id }) => chosen.has(id)).map((plan) => ({ kind: 'plan' as const, plan })),
  ];
}

function monthsOf(report: ReportChoice, months: readonly Month[]): readonly (Month | null)[] {
  if (report === 'none' || months.length === 0) return [];
  if (report === 'all') return [null];
  return report === 'each' ? months : [report];
}

export function toggled<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
