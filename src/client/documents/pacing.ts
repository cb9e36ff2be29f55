/** How a writer goes through a long document: it says how far it is, hears when it is to stop, and lets others have their turn. */
import type { WriteOptions } from './writer.ts';

const TURN_BLOCKS = 200;

export interface Pacing {
  /** Behind each block. */
  readonly step: () => Promise<void>;
}

/** `share`: what part of the whole work these blocks are. */
export function paceOf(total: number, { onProgress, signal }: WriteOptions, share = 1): Pacing {
  let done = 0;
  let said = 0;
  return {
    step: async () => {
      signal?.throwIfAborted();
      done++;
      const at = Math.floor((done / Math.max(1, total)) * 100);
      if (at > said) {
        said = at;
        onProgress?.((at / 100) * share);
      }
      // Cancelling comes as a message: it is heard only between turns.
      if (done % TURN_BLOCKS === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}
