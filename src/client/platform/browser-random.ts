import type { Random } from './random.ts';

/** Unpredictable bytes from the platform's generator; jitter from the cheap one. */
export function createBrowserRandom(): Random {
  return {
    bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    fraction: () => Math.random(),
  };
}
