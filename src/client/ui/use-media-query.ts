import { useCallback, useSyncExternalStore } from 'react';

/** Where the list stands beside the conversation; the same value as the theme's `wide` breakpoint. */
export const WIDE = '(min-width: 900px)';

export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
