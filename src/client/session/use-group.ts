import type { GroupView } from '#client/store/read-types.ts';
import { useObserved } from './session-context.ts';
import { useLastSeen } from './use-last-seen.ts';

/** The group as long as the person is in it, or on the way in. undefined: being read; null: not here, or not theirs any more. */
export function useGroup(groupId: string): GroupView | null | undefined {
  const group = useLastSeen(useObserved((reader) => reader.observeGroup(groupId), [groupId]));
  if (!group) return group;
  return group.state === 'member' || group.state === 'joining' ? group : null;
}
