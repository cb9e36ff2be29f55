/** Throwing means a bug of ours. Caught only at roots (error boundary, process, simulation). */
export class BugError extends Error {
  override readonly name = 'BugError';
}

export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new BugError(`broken: ${invariant}`);
}

/** The value, or a bug: the caller knows it is there. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new BugError(`missing: ${what}`);
  return value;
}

export function unreachable(value: never): never {
  throw new BugError(`unreachable: ${String(value)}`);
}
