import { isWellFormed } from './text.ts';

/**
 * The JSON an op's body may hold: objects, arrays, well-formed strings, booleans, null and safe integers.
 * No fractions (money is centavos), so that one value has one canonical text on every machine.
 */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

const MAX_DEPTH = 16;

/** True when `value` is plain JSON as above, at most 16 levels deep. Never throws. */
export function isJsonValue(value: unknown, depth = 0): value is JsonValue {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return isWellFormed(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (depth >= MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item) => isJsonValue(item, depth + 1));
  return isJsonObject(value, depth);
}

export function isJsonObject(value: unknown, depth = 0): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__' || !isWellFormed(key)) return false;
    // An optional field that is absent in memory is absent on the wire.
    if (item !== undefined && !isJsonValue(item, depth + 1)) return false;
  }
  return true;
}
