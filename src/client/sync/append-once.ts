/**
 * Appends ops to the outbox so that they are there once, also when nobody can say whether the commit happened:
 * then it is looked for by opId until the database answers, however long that takes. Meanwhile it is neither
 * saved nor not saved, and the person sees "saving".
 */
import type { Clock } from '#client/platform/clock.ts';
import {
  type DeviceStore,
  type DeviceTable,
  StoreError,
  type WriteTransaction,
} from '#client/platform/device-store.ts';
import { sleep } from './alarm.ts';
import type { CommitResult } from './engine-types.ts';
import { RETRIES } from './retry-policy.ts';

export interface AppendPorts {
  readonly store: DeviceStore;
  readonly clock: Clock;
  /** The app ends: the question stays open. */
  readonly signal: AbortSignal;
}

/** `run` appends inside the transaction and answers with the opIds it made; it may run again, with others. */
export async function appendOnce<R extends CommitResult>(
  ports: AppendPorts,
  tables: readonly DeviceTable[],
  run: (tx: WriteTransaction) => Promise<R>,
): Promise<R> {
  for (;;) {
    let made: R | undefined;
    try {
      return await ports.store.write(tables, async (tx) => {
        made = await run(tx);
        return made;
      });
    } catch (error) {
      if (!isUnknown(error) || !made) throw error;
    }
    if (!made.ok || (await wasAppended(ports, made.opIds))) return made;
  }
}

async function wasAppended(
  { store, clock, signal }: AppendPorts,
  opIds: readonly string[],
): Promise<boolean> {
  for (;;) {
    try {
      return await store.read(['outbox', 'kept', 'tray'], async (tx) => {
        for (const opId of opIds) {
          // It may have been sent and settled since.
          const isThere =
            (await tx.count('outbox', { index: 'opId', from: opId, to: opId })) > 0 ||
            (await tx.get('kept', opId)) !== undefined ||
            (await tx.get('tray', opId)) !== undefined;
          if (!isThere) return false;
        }
        return true;
      });
    } catch (error) {
      if (!(error instanceof StoreError) || error.kind === 'closed' || signal.aborted) throw error;
    }
    await sleep(clock, RETRIES['unknown-write'].maxMs, signal);
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof StoreError && error.kind === 'unknown';
}
