/** What the form says of repeating, read: how many installments, or how often and until when. */
import { isDay } from '#domain/expenses/day.ts';
import { INSTALLMENTS_MAX } from '#domain/expenses/split-installments.ts';
import type { ExpenseDraft } from './expense-draft.ts';

export type RepeatProblem = 'installments' | 'until';

/** `amountMinor`: undefined while it cannot be read. */
export function repeatProblem(
  { repeat, date }: Pick<ExpenseDraft, 'repeat' | 'date'>,
  amountMinor: number | undefined,
): RepeatProblem | undefined {
  switch (repeat.kind) {
    case 'installments':
      return isCut(readCount(repeat.count), amountMinor) ? undefined : 'installments';
    case 'every':
      return repeat.until === '' || (isDay(repeat.until) && repeat.until >= date) ? undefined : 'until';
    default:
      return undefined;
  }
}

/** Each part has a centavo at least. */
function isCut(count: number | undefined, amountMinor: number | undefined): boolean {
  return count !== undefined && (amountMinor === undefined || Math.abs(amountMinor) >= count);
}

/** From two on: one installment is none. */
export function readCount(text: string): number | undefined {
  const count = /^\s*[0-9]{1,4}\s*$/.test(text) ? Number(text) : 0;
  return count >= 2 && count <= INSTALLMENTS_MAX ? count : undefined;
}
