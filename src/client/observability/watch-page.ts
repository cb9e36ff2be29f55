/** What went before an error, without content: which kinds of screens, with or without a network, seen or not. */
import type { Reporter } from './sentry.ts';

export function watchPage({ note }: Pick<Reporter, 'note'>): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  let shown = '';
  const look = (): void => {
    if (location.pathname === shown) return;
    shown = location.pathname;
    note('navigation', shown);
  };
  look();
  // The router tells of its own steps by events of these names.
  for (const step of ['popstate', 'pushState', 'replaceState']) addEventListener(step, look, { signal });
  addEventListener('online', () => note('connection', 'online'), { signal });
  addEventListener('offline', () => note('connection', 'offline'), { signal });
  document.addEventListener('visibilitychange', () => note('visibility', document.visibilityState), {
    signal,
  });
  return () => stopping.abort();
}
