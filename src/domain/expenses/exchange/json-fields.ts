/** Looking into JSON of which nothing is known. Nothing here throws. */

export function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

export function listOf(value: unknown, key: string): readonly unknown[] | undefined {
  const found = fieldOf(value, key);
  return Array.isArray(found) ? found : undefined;
}

/** Trimmed; '' when it is no text. */
export function textOf(value: unknown, key: string): string {
  const found = fieldOf(value, key);
  return typeof found === 'string' ? found.trim() : '';
}

export function integerOf(value: unknown, key: string): number | undefined {
  const found = fieldOf(value, key);
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : undefined;
}
