/** `below` for the rows: the same function until somebody's name or place in the group changes, for every row hangs on it. */
import { type ReactNode, useMemo } from 'react';
import type { GroupView, MessageView } from '#client/store/read-types.ts';
import type { BelowMessage } from './row-sense.ts';

export function useBelow(below: BelowMessage, group: GroupView): (message: MessageView) => ReactNode {
  const people = group.members.map(({ memberId, name, status, claimedBy }) => [
    memberId,
    name,
    status,
    claimedBy,
  ]);
  const key = JSON.stringify([group.groupId, group.myMemberId, people]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is what of the group counts here.
  return useMemo(() => (message) => below(message, group), [below, key]);
}
