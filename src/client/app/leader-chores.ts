/**
 * What the tab that leads does now and then, besides talking to the server: what a tab that died had typed into plans, what
 * recurrences owe by today, and texts of plans that grew long without anybody opening them. Loaded when somebody looks (`watch-due-expenses.ts`).
 */
import type { Reader } from '#client/store/read-types.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { makeDueExpenses } from './make-due-expenses.ts';
import { tidyPlanTexts } from './tidy-plan-texts.ts';

export async function doChores(
  engine: Pick<Engine, 'commit' | 'correctedNow' | 'planTexts'>,
  reader: Pick<Reader, 'listDueExpenses'>,
): Promise<void> {
  // What it cannot save now it is asked for again at the next look.
  await engine.planTexts.takeTyped().catch(() => undefined);
  await makeDueExpenses(engine, reader);
  await tidyPlanTexts(engine.planTexts, whenIdle);
}

/** Within seconds at the latest: a page in the background is never idle. */
function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: IDLE_MAX_MS });
    else setTimeout(resolve, IDLE_MAX_MS / 10);
  });
}

const IDLE_MAX_MS = 5_000;
