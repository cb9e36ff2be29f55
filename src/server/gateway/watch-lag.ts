/**
 * Whether the event loop keeps up. A herd that reconnects after a restart is let in as fast as it can be greeted;
 * whoever is already in is served first, the others come back with jitter.
 */
const LOOK_EVERY_MS = 100;
const OVERLOADED_MS = 500;

export interface LagWatch {
  /** The loop was late by more than half a second at its last look, or is now. */
  readonly isOverloaded: () => boolean;
  stop(): void;
}

export function watchLag(): LagWatch {
  let lookedAt = performance.now();
  let lagMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    lagMs = now - lookedAt - LOOK_EVERY_MS;
    lookedAt = now;
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    isOverloaded: () => Math.max(lagMs, performance.now() - lookedAt - LOOK_EVERY_MS) > OVERLOADED_MS,
    stop: () => clearInterval(timer),
  };
}
