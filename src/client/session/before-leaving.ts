/**
 * What must be on disk before the page goes away on purpose (update, reload): drafts, mostly. On a phone the page
 * may also go without a word, so whoever registers here writes early anyway.
 */
type Flush = () => Promise<unknown>;

const flushes = new Set<Flush>();

/** Returns what takes it back. */
export function onBeforeLeaving(flush: Flush): () => void {
  flushes.add(flush);
  return () => flushes.delete(flush);
}

/** Waits for all of them; one that fails does not hold up the others or the page. */
export async function flushBeforeLeaving(): Promise<void> {
  await Promise.allSettled([...flushes].map((flush) => flush()));
}
