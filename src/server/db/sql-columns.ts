/** One array per field of `items`: what `unnest` takes. */
export function columns<T extends object>(items: readonly T[]): <K extends keyof T>(field: K) => T[K][] {
  return (field) => items.map((item) => item[field]);
}
