/**
 * What a database error means for what was asked. Decided by SQLSTATE, never by words.
 *
 *   08 connection · 40 rollback · 53 no resources, disk full · 55 lock · 57 shutdown, cancel · 58 I/O · no code
 *       → passing, try later; at COMMIT, where the connection went away: nobody knows
 *   everything else (22 data, 23 constraint, 42 …) → the same again would fail the same way
 */
import { LogStoreError } from '../sync/log-store.ts';

const PASSING = new Set(['08', '25', '40', '53', '55', '57', '58', 'XX']);
/** At COMMIT these come instead of an answer, or in the middle of one. */
const FATE_UNKNOWN = new Set(['08', '57', '58', 'XX']);

/** Before COMMIT was sent: nothing was written. */
export function classifyStatementError(error: unknown): LogStoreError {
  const state = sqlStateOf(error);
  const passing = state === undefined || PASSING.has(state.slice(0, 2));
  return new LogStoreError(passing ? 'unavailable' : 'refused', { cause: error });
}

export function classifyCommitError(error: unknown): LogStoreError {
  const state = sqlStateOf(error);
  if (state === undefined || FATE_UNKNOWN.has(state.slice(0, 2))) {
    return new LogStoreError('outcome-unknown', { cause: error });
  }
  return classifyStatementError(error);
}

/** The five characters PostgreSQL and PGlite give; undefined for a broken pipe, a timeout, a closed pool. */
export function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
