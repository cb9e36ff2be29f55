import type { QueuedView } from '#client/store/read-types.ts';

export interface QueueSection {
  readonly groupId: string;
  readonly groupName: string;
  readonly waiting: QueuedView['waiting'];
  /** In the order they will go out. */
  readonly entries: readonly QueuedView[];
}

/** What has no verdict yet, by group; the group whose oldest entry waits longest comes first. */
export function groupQueue(queue: readonly QueuedView[]): QueueSection[] {
  const sections = new Map<string, QueueSection & { entries: QueuedView[] }>();
  for (const view of queue) {
    const { entry, groupName, waiting } = view;
    const { groupId, version } = entry;
    // Committed: it only waits for the cursor to reach it.
    if (version !== null) continue;
    const section = sections.get(groupId) ?? { groupId, groupName, waiting, entries: [] };
    section.entries.push(view);
    sections.set(groupId, section);
  }
  return [...sections.values()];
}
