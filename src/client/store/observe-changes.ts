/** Tells which tables of the database were written, in whatever tab, after each commit. */
import Dexie, { type ObservabilitySet } from 'dexie';
import type { DeviceDatabase } from './database.ts';

export function observeChanges(
  database: DeviceDatabase,
  onChanged: (tables: ReadonlySet<string>) => void,
): () => void {
  const prefix = `idb://${database.name}/`;
  const hear = (parts: ObservabilitySet): void => {
    const tables = Object.keys(parts).flatMap((part) => {
      return part.startsWith(prefix) ? (part.slice(prefix.length).split('/')[0] ?? []) : [];
    });
    if (tables.length > 0) onChanged(new Set(tables));
  };
  Dexie.on('storagemutated', hear);
  return () => Dexie.on.storagemutated.unsubscribe(hear);
}
