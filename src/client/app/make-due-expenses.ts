/** Makes what recurrences owe by today, a batch at a time. One of `leader-chores.ts`. */
import { localDateOf } from '#client/i18n/local-date.ts';
import type { Reader } from '#client/store/read-types.ts';
import type { Engine } from '#client/sync/engine-types.ts';

/** A rent of two years ago, just entered, is a few of these. */
const BATCH = 50;

export async function makeDueExpenses(
  engine: Pick<Engine, 'commit' | 'correctedNow'>,
  reader: Pick<Reader, 'listDueExpenses'>,
): Promise<void> {
  const due = await reader.listDueExpenses(localDateOf(engine.correctedNow()));
  for (let at = 0; at < due.length; at += BATCH) {
    const intents = due.slice(at, at + BATCH).map(({ groupId, body }) => {
      return { type: 'expense.added' as const, groupId, body };
    });
    // Refused as a whole (one names somebody who is no more): each for itself, so that one does not stop the others.
    if ((await engine.commit(intents)).ok) continue;
    for (const intent of intents) await engine.commit([intent]);
  }
}
