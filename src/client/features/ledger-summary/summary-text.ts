/** A summary as a text that any messenger takes: short lines, no table. */

import type { Category } from '#domain/expenses/categories.ts';
import { categoryEmoji } from '#domain/expenses/categories.ts';
import type { Debt } from '#domain/expenses/contributions.ts';
import type { Summary } from '#domain/expenses/summary.ts';

export interface SummaryWords {
  readonly title: string;
  readonly total: string;
  readonly categories: string;
  readonly category: (parts: { emoji: string; name: string; amount: string }) => string;
  readonly people: string;
  readonly person: (parts: { name: string; paid: string; share: string }) => string;
  readonly balances: string;
  readonly debt: (parts: { from: string; to: string; amount: string }) => string;
  readonly even: string;
  readonly amount: (amountMinor: number) => string;
  readonly categoryName: (category: Category) => string;
  readonly memberName: (memberId: string) => string;
}

export function summaryText(summary: Summary, debts: readonly Debt[], words: SummaryWords): string {
  const { amount } = words;
  const categories = summary.categories.map(({ category, amountMinor }) =>
    words.category({
      emoji: categoryEmoji(category),
      name: words.categoryName(category),
      amount: amount(amountMinor),
    }),
  );
  const people = summary.people.map(({ memberId, paidMinor, shareMinor }) =>
    words.person({ name: words.memberName(memberId), paid: amount(paidMinor), share: amount(shareMinor) }),
  );
  const owed = debts.map(({ fromId, toId, amountMinor }) =>
    words.debt({
      from: words.memberName(fromId),
      to: words.memberName(toId),
      amount: amount(amountMinor),
    }),
  );
  const parts = [
    [words.title, words.total],
    ...(categories.length > 0 ? [[words.categories, ...categories]] : []),
    ...(people.length > 0 ? [[words.people, ...people]] : []),
    owed.length > 0 ? [words.balances, ...owed] : [words.even],
  ];
  return parts.map((lines) => lines.join('\n')).join('\n\n');
}
