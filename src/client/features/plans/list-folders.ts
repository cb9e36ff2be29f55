/** The plans of a group as one reads them: those in no folder first, then folder by folder by name, each in its own order. */

import type { PlanView } from '#client/store/plan-types.ts';
import { comparePlaced } from '#domain/plans/position.ts';

export interface PlanFolder {
  /** '' for those in none. */
  readonly name: string;
  readonly plans: readonly PlanView[];
}

export interface PlanShelf {
  /** Never an empty one. */
  readonly folders: readonly PlanFolder[];
  /** The last one put away first. */
  readonly archived: readonly PlanView[];
}

export function listFolders(plans: readonly PlanView[], language: string): PlanShelf {
  const byFolder = new Map<string, PlanView[]>();
  const archived: PlanView[] = [];
  for (const plan of plans) {
    if (plan.archivedAt !== null) archived.push(plan);
    else byFolder.set(plan.folder, [...(byFolder.get(plan.folder) ?? []), plan]);
  }
  const names = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const folders = [...byFolder].map(([name, inIt]) => ({ name, plans: inIt.sort(comparePlaced) }));
  return {
    // '' collates before every name; two names that differ only in accents keep one order on all devices.
    folders: folders.sort((a, b) => names.compare(a.name, b.name) || (a.name < b.name ? -1 : 1)),
    archived: archived.sort((a, b) => (b.archivedAt ?? 0) - (a.archivedAt ?? 0)),
  };
}
