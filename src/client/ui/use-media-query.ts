import { useCallback, useMemo, useSyncExternalStore } from 'react';

/** Where the list stands beside the conversation; the same value as the theme's `wide` breakpoint. */
export const WIDE = '(min-width: 900px)';

export function useMediaQuery(query: string): boolean {
  // Kept: making a list costs a millisecond, and this is read at each keystroke of the composer.
  const media = useMemo(() => matchMedia(query), [query]);
  const subscribe = useCallback(
    (listener: () => void) => {
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [media],
  );
  return useSyncExternalStore(subscribe, () => media.matches);
}
