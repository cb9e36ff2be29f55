/** Which lines of the conversation tell of plans. */
import type { Notice, PlanNotice } from '../rows.ts';

export function isOfPlans(notice: Notice): notice is PlanNotice {
  return 'planId' in notice;
}
