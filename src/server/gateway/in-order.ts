/**
 * Calls that overtake each other nowhere: each starts when the one before has settled.
 *
 * Frames of one connection check their session before anything else. A check answered from memory would overtake
 * one that waits for the database, and with it a push its predecessor: the lane would no longer be first in, first
 * out.
 */
export function inOrder<T>(run: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const result = last.then(run, run);
    last = result;
    return result;
  };
}
