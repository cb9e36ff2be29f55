/** A link to a plan of a group on this device: its title, and it opens here. Anybody else's link stays the address it is. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useObserved } from '#client/session/session-context.ts';

export interface PlanAddress {
  readonly groupId: string;
  readonly planId: string;
}

const PATH = /^\/g\/([\w-]{1,64})\/planos\/([\w-]{16,64})\/?$/;

export function planAddressOf(href: string): PlanAddress | undefined {
  const { origin, pathname } = new URL(href);
  const [, groupId, planId] = (origin === location.origin && PATH.exec(pathname)) || [];
  return groupId !== undefined && planId !== undefined ? { groupId, planId } : undefined;
}

export function PlanLink({
  groupId,
  planId,
  children,
}: PlanAddress & {
  /** Shown until the plan is found, and if it is not here. */
  readonly children: ReactNode;
}) {
  const plan = useObserved((reader) => reader.observePlan(groupId, planId), [groupId, planId])?.plan;
  if (!plan || plan.title === '') return children;
  return (
    <bdi>
      <Link
        href={`/g/${groupId}/planos/${planId}`}
        state={{ from: location.pathname }}
        className="font-semibold text-read underline underline-offset-2"
      >
        <span aria-hidden="true">{plan.icon ?? '📄'} </span>
        {plan.title}
      </Link>
    </bdi>
  );
}
