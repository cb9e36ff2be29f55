/** A page of a group: `children` makes it once the group is here; until then, and where it is not here at all, that is said. */
import type { ReactNode } from 'react';
import { useGroup } from '#client/session/use-group.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { GroupMissing } from './group-missing.tsx';

export interface WithGroupProps {
  readonly groupId: string;
  /** Said while it is read. */
  readonly loading: string;
  readonly children: (group: GroupView) => ReactNode;
}

export function WithGroup({ groupId, loading, children }: WithGroupProps) {
  const group = useGroup(groupId);
  if (group === undefined) return <SkeletonRows count={6} label={loading} />;
  return group ? children(group) : <GroupMissing heading="h1" />;
}
