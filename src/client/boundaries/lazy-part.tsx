/**
 * A screen or a piece of one that is fetched when it is first shown. React keeps a failed fetch for ever, and what was opened
 * once without a network would stay broken: `retryFailedParts`, called as the person goes on from the failure, forgets it.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { orReload } from './missing-chunk.ts';

const retries = new Set<() => void>();

export function lazyPart<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): ComponentType<P> {
  const fetchPart = (): Promise<{ default: ComponentType<P> }> =>
    orReload(load)().catch((error: unknown) => {
      retries.add(renew);
      throw error;
    });
  const renew = (): void => {
    Fetched = lazy(fetchPart);
  };
  let Fetched: LazyExoticComponent<ComponentType<P>> = lazy(fetchPart);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, as its module loads.
  return function LazyPart(props: P) {
    return <Fetched {...props} />;
  };
}

export function retryFailedParts(): void {
  for (const retry of retries) retry();
  retries.clear();
}
