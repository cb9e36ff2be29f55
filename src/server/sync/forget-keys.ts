/**
 * A Pix key is in the log only while it is somebody's: changed, taken away, or its owner gone, and the op that set it loses it
 * in the same commit. Hash, chain and verdict stay (domain/erased-body.ts); rows have forgotten it by the fold.
 */
import { eraseEntry } from './erase-entry.ts';
import { keepPast } from './keep-past.ts';
import type { ErasedEntry, LogPlace, LogTransaction, PushWrites } from './log-store.ts';
import type { PushDraft } from './push-draft.ts';

/** Writes what was decided, without the keys it made nobody's. `erased`: other words that go with it. */
export async function appendDraft(
  tx: LogTransaction,
  draft: PushDraft,
  erased: readonly ErasedEntry[] = [],
): Promise<PushWrites> {
  const writes = draft.writes();
  const places = draft.forgotten();
  const words = places.length === 0 ? erased : [...erased, ...(await listErased(tx, writes, places))];
  await tx.append(words.length === 0 ? writes : { ...writes, erased: words });
  await keepPast(tx, draft.passed(), writes.entries);
  return writes;
}

/** Set and changed within one commit, a key is not in the store yet. */
async function listErased(
  tx: LogTransaction,
  { entries }: PushWrites,
  places: readonly LogPlace[],
): Promise<ErasedEntry[]> {
  const nameOf = ({ groupId, version }: LogPlace): string => `${groupId} ${version}`;
  const names = new Set(places.map(nameOf));
  const here = entries.filter(({ op, version }) => names.has(nameOf({ groupId: op.groupId, version })));
  for (const { op, version } of here) names.delete(nameOf({ groupId: op.groupId, version }));
  const stored = await tx.loadEntries(places.filter((place) => names.has(nameOf(place))));
  return [...here, ...stored].flatMap((entry) => eraseEntry(entry) ?? []);
}
