/** What stands in the way of a draft, as one plain sentence with the difference in it. */
import type { TFunction } from 'i18next';
import type { MoneyFormats } from '#client/i18n/money-formats.ts';
import { unreachable } from '#domain/assert.ts';
import type { DraftProblem } from './read-draft.ts';

export interface ProblemSense {
  readonly t: TFunction<'expenses'>;
  readonly money: MoneyFormats;
  readonly nameOf: (memberId: string) => string;
}

export function problemWords(problem: DraftProblem, { t, money, nameOf }: ProblemSense): string {
  switch (problem.what) {
    case 'amount-missing':
    case 'zero-amount':
      return t('problem.amountMissing');
    case 'amount-unreadable':
      return t('problem.amountUnreadable');
    case 'amount-too-large':
      return t('problem.amountTooLarge');
    case 'unreadable':
      return t('problem.value', { name: nameOf(problem.memberId) });
    case 'no-payers':
      return t('problem.noPayers');
    case 'no-participants':
      return t('problem.noParticipants');
    case 'odd-part':
      return t('problem.negative', { name: nameOf(problem.memberId) });
    case 'payers-sum':
      return problem.by < 0
        ? t('problem.paidShort', { amount: money.amount(-problem.by) })
        : t('problem.paidOver', { amount: money.amount(problem.by) });
    case 'percent-sum': {
      const amount = `${money.percentForField(Math.abs(problem.by))}%`;
      return t(problem.by < 0 ? 'problem.splitShort' : 'problem.splitOver', { amount });
    }
    case 'exact-sum':
    case 'adjust-sum':
    case 'shares-sum': {
      const amount = money.amount(Math.abs(problem.by));
      return t(problem.by < 0 ? 'problem.splitShort' : 'problem.splitOver', { amount });
    }
    case 'named-twice':
    case 'odd-share':
      return t('problem.other');
    default:
      return unreachable(problem);
  }
}

/** Where in the form it stands. */
export function placeOf(problem: DraftProblem): 'amount' | 'payers' | 'split' {
  switch (problem.what) {
    case 'amount-missing':
    case 'amount-unreadable':
    case 'amount-too-large':
    case 'zero-amount':
      return 'amount';
    case 'no-payers':
    case 'payers-sum':
      return 'payers';
    case 'unreadable':
      return problem.field === 'paid' ? 'payers' : 'split';
    default:
      return 'split';
  }
}
