/**
 * What a person is in the middle of, asked before the app does something by itself that they would notice (an update that
 * was put off). Whoever holds such a thing registers here; what stands in a field of the page is seen without that.
 */
type Ask = () => boolean;

const asks = new Set<Ask>();

/** Returns what takes it back. */
export function onAskIfUnfinished(ask: Ask): () => void {
  asks.add(ask);
  return () => asks.delete(ask);
}

export function isUnfinished(): boolean {
  return [...asks].some((ask) => ask());
}
