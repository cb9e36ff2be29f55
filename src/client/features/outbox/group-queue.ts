import type { QueuedView } from '#client/store/read-types.ts';

export interface QueueSection {
  readonly groupId: string;
  readonly groupName: string;
  /** In the order they will go out. */
  readonly entries: readonly QueuedView[];
}

/** What has no verdict yet, by group; the group whose oldest entry waits longest comes first. */
export function groupQueue(queue: readonly QueuedView[]): QueueSection[] {
  const sections = new Map<string, { groupId: string; groupName: string; entries: QueuedView[] }>();
  for (const view of queue) {
    const { groupId, version } = view.entry;
    // Committed: it only waits for the cursor to reach it.
    if (version !== null) continue;
    const section = sections.get(groupId) ?? { groupId, groupName: view.groupName, entries: [] };
    section.entries.push(view);
    sections.set(groupId, section);
  }
  return [...sections.values()];
}
