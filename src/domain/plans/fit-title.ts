import { PLAN_TITLE_MAX_CHARACTERS } from './plan-fields.ts';

/** Of anything a title that a plan may have: one line, not too long, no half characters. */
export function fitTitle(text: string): string {
  const line = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '')
    .trim();
  return line
    .slice(0, PLAN_TITLE_MAX_CHARACTERS)
    .replace(/\p{Surrogate}$/u, '')
    .trim();
}
