/** Whom one may mention, and whose a task may be: who is in the group, and who is there by name. */
import type { GroupView } from '#client/store/read-types.ts';
import type { MemberId } from '#domain/ids.ts';

export interface PresentMember {
  readonly memberId: MemberId;
  readonly name: string;
}

export function listPresent({ members }: Pick<GroupView, 'members'>): PresentMember[] {
  return members
    .filter(({ status, claimedBy }) => status === 'active' || (status === 'named' && claimedBy === null))
    .map(({ memberId, name }) => ({ memberId, name }));
}
