/**
 * Ops that no commit takes: a row the database refuses, or one that our own code throws at, again and again (a bug
 * that only this content meets). It poisons every commit it shares; the product has to find the culprit, reject it
 * alone and let what stands behind it pass.
 */
import type { Op } from '#domain/op.ts';
import { type LogStore, LogStoreError } from '#server/sync/log-store.ts';
import { bendTransactions } from './bend-log-store.ts';

export const POISONS = ['☠ the database refuses this', '☠ our code throws at this'] as const;

/** As our own bug would be that only some content meets. */
class PlantedError extends TypeError {}

export const isPlanted = (error: unknown): boolean => error instanceof PlantedError;

export function isPoisoned(op: Pick<Op, 'body'>): boolean {
  return POISONS.some((poison) => textOf(op).includes(poison));
}

export function refusePoison(store: LogStore): LogStore {
  return bendTransactions(store, (tx) => ({
    append: async (writes) => {
      const text = writes.entries.map(({ op }) => textOf(op)).join('\n');
      if (text.includes(POISONS[0]))
        throw new LogStoreError('refused', { cause: new Error(`Failing row: ${text}`) });
      if (text.includes(POISONS[1])) throw new PlantedError(`quoting what it met:\n    at ${text}`);
      await tx.append(writes);
    },
  }));
}

function textOf({ body }: Pick<Op, 'body'>): string {
  return typeof body.text === 'string' ? body.text : '';
}
