/**
 * What IndexedDB and Dexie throw, as the few kinds that make a difference. The reason may lie deep: a full disk is
 * an AbortError around a QuotaExceededError, or one of a BulkError's failures, so the most telling of all counts.
 */
import type { StoreError } from '#client/platform/device-store.ts';

type Kind = Exclude<StoreError['kind'], 'unknown'>;

/** undefined: not the database's fault; it was thrown by what ran inside. */
export function kindOf(error: unknown): Kind | undefined {
  const kinds = [...causesOf(error, 0)].flatMap((cause) => KINDS[nameOf(cause)] ?? []);
  return TELLING.find((kind) => kinds.includes(kind));
}

/** The browser, or the person through it, lets this site keep nothing. */
export function isForbidden(error: unknown): boolean {
  return [...causesOf(error, 0)].some((cause) => FORBIDDEN.has(nameOf(cause)));
}

/** Firefox's private windows say InvalidStateError. */
const FORBIDDEN: ReadonlySet<string> = new Set(['SecurityError', 'MissingAPIError', 'InvalidStateError']);

/** Most telling first. */
const TELLING = ['full', 'closed', 'failed', 'lost'] as const satisfies readonly Kind[];

const KINDS: Readonly<Record<string, Kind>> = {
  QuotaExceededError: 'full',
  VersionError: 'closed',
  ConstraintError: 'failed',
  DataError: 'failed',
  DataCloneError: 'failed',
  NotFoundError: 'failed',
  PrematureCommitError: 'failed',
  TransactionInactiveError: 'failed',
  // The browser took the connection away, or its database process died.
  AbortError: 'lost',
  DatabaseClosedError: 'lost',
  InvalidStateError: 'lost',
  MissingAPIError: 'lost',
  OpenFailedError: 'lost',
  SecurityError: 'lost',
  TimeoutError: 'lost',
  UnknownError: 'lost',
};

/** Errors that quote each other in a ring would never end. */
const MAX_DEPTH = 5;

function* causesOf(error: unknown, depth: number): Generator<unknown> {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return;
  yield error;
  const { inner, cause, failures } = error as { inner?: unknown; cause?: unknown; failures?: unknown };
  yield* causesOf(inner, depth + 1);
  yield* causesOf(cause, depth + 1);
  if (Array.isArray(failures)) yield* causesOf(failures[0], depth + 1);
}

function nameOf(error: unknown): string {
  return String((error as { name?: unknown }).name);
}
