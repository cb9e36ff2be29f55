/**
 * A screen that is fetched when it is first shown. React keeps a failed fetch for ever, and a screen opened once
 * without a network would stay broken: `retryFailedScreens`, called as the person goes on from the failure, forgets it.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { orReload } from './missing-chunk.ts';

const retries = new Set<() => void>();

export function lazyScreen<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): ComponentType<P> {
  const fetchScreen = (): Promise<{ default: ComponentType<P> }> =>
    orReload(load)().catch((error: unknown) => {
      retries.add(renew);
      throw error;
    });
  const renew = (): void => {
    Fetched = lazy(fetchScreen);
  };
  let Fetched: LazyExoticComponent<ComponentType<P>> = lazy(fetchScreen);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each screen, as its module loads.
  return function LazyScreen(props: P) {
    return <Fetched {...props} />;
  };
}

export function retryFailedScreens(): void {
  for (const retry of retries) retry();
  retries.clear();
}
