/** What can be taken along, each a text of its own in the file. */
import type { PlanView } from '#client/store/plan-types.ts';
import type { Month } from '#domain/expenses/summary.ts';

export type ExportItem =
  | { readonly kind: 'conversation'; readonly withPhotos: boolean }
  /** `month` null: everything. */
  | { readonly kind: 'report'; readonly month: Month | null }
  | { readonly kind: 'plan'; readonly plan: PlanView };
