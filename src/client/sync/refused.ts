/** Why something a person did was not saved. */
import { StoreError } from '#client/platform/device-store.ts';
import type { Acts } from './acts.ts';
import type { CommitError, CommitResult } from './engine-types.ts';
import type { EngineOptions } from './ports.ts';

/** Thrown to leave a transaction without writing anything; carries what the caller is told. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly result: Extract<CommitResult, { ok: false }>;
  constructor(result: Extract<CommitResult, { ok: false }>) {
    super(result.error);
    this.result = result;
  }
}

/** The rules of the ops could not be fetched: a page opened without a network before all of the app was kept. */
export class ActsMissingError extends Error {
  override readonly name = 'ActsMissingError';
}

/** `load`, failing with an error that says what is missing; at once where the code is at hand. */
export function obtainActs(load: EngineOptions['loadActs']): () => Acts | Promise<Acts> {
  return () => {
    const acts = load();
    if (!(acts instanceof Promise)) return acts;
    return acts.catch((cause: unknown) => {
      throw new ActsMissingError('what a person does could not be fetched', { cause });
    });
  };
}

/** Why a saving transaction did not happen, for the person. */
export function commitErrorOf(error: unknown): CommitError {
  if (error instanceof ActsMissingError) return 'app-incomplete';
  if (!(error instanceof StoreError)) return 'storage-failed';
  if (error.kind === 'full') return 'storage-full';
  return error.kind === 'closed' ? 'storage-newer' : 'storage-failed';
}
