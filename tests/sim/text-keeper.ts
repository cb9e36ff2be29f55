/** A server's compaction of the texts of plans, in the midst of everything: far more often, and of shorter texts, than it keeps to. */
import { mergeText } from '#domain/plans/text/merge-text.ts';
import { compactPlan } from '#server/sync/compact-plan.ts';
import type { LogStore } from '#server/sync/log-store.ts';
import type { Prng } from './prng.ts';
import type { Bends } from './sabotage.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { ServerHabits } from './server-pace.ts';

export interface TextKeeperOptions {
  readonly scheduler: Scheduler;
  readonly process: Process;
  readonly dice: Prng;
  readonly habits: ServerHabits;
  readonly store: LogStore;
  readonly bends: Bends | undefined;
  readonly onFailure: (error: unknown) => void;
}

/** Plans looked at in one go. */
const PLANS_AT_ONCE = 4;

/** As long as the process lives and its habits say so. */
export function keepTexts(options: TextKeeperOptions): void {
  const { scheduler, process, dice, habits, onFailure } = options;
  if (!habits.compactsTexts) return;
  const again = (): void => keepTexts(options);
  scheduler.after(
    dice.between(500, 12_000),
    () => {
      if (habits.compactsTexts) compactTexts(options).catch(onFailure).then(again, again);
    },
    process,
  );
}

async function compactTexts({ store, dice, bends }: TextKeeperOptions): Promise<void> {
  const merge = bends?.mergeText?.(mergeText) ?? mergeText;
  for (const key of await store.read((view) => view.plans.listLong(2, PLANS_AT_ONCE))) {
    const range = { upTo: Number.MAX_SAFE_INTEGER, kept: dice.below(3) };
    await compactPlan({ store, merge }, key, range);
  }
}
