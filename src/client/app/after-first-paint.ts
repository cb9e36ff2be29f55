/**
 * Resolves once the first content is on the screen and the page has a moment, or after a second without any: what
 * the first screen does not need (the connection, the worker's update check) leaves it the processor until then.
 */
export function afterFirstPaint(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, WAIT_MAX_MS);
    // A page in the background paints nothing, and may have been opened to send.
    if (document.visibilityState === 'hidden') return resolve();
    try {
      new PerformanceObserver((entries, observer) => {
        if (entries.getEntriesByName('first-contentful-paint').length === 0) return;
        observer.disconnect();
        if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve());
        else setTimeout(resolve);
      }).observe({ type: 'paint', buffered: true });
    } catch {
      // Without paint timing it is the second.
    }
  });
}

const WAIT_MAX_MS = 1_000;
