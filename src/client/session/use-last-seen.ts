import { useState } from 'react';

/**
 * What was once seen stays on the screen when it is gone from under it. Nothing the app does takes such a value
 * away; a browser that empties the database does, and what is being written on the screen must not go with it.
 */
export function useLastSeen<T>(value: T | null | undefined): T | null | undefined {
  const [seen, setSeen] = useState(value);
  if (value != null && value !== seen) setSeen(value);
  return value ?? seen ?? value;
}
