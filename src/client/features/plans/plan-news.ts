/** Which plans others changed since this device looked. */
import { isUnread, type PlanLooks } from '#client/session/plan-looks.ts';
import type { PlanView } from '#client/store/plan-types.ts';

/** The version that made it or last changed its text: a plan that was only moved is no news. */
export function changedAt({ version, textVersion }: PlanView): number {
  return Math.max(version, textVersion);
}

export function isNews(plan: PlanView, looks: PlanLooks | null, myMemberId: string): boolean {
  if (plan.editedBy === myMemberId) return false;
  return isUnread(looks, { planId: plan.id, version: changedAt(plan) });
}
