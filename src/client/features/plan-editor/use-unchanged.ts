/**
 * The same object for as long as it says the same. Reads are made anew whenever the outbox changes, which is with each word that is
 * typed; what the editor is given must not change with it.
 */
import { useRef } from 'react';

/** `value`: plain, as rows are. */
export function useUnchanged<T>(value: T): T {
  const kept = useRef(value);
  if (kept.current !== value && JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value;
  return kept.current;
}
