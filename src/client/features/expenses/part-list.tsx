/** Members with an amount each. */
import { type ReactNode, useId } from 'react';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import type { Part } from '#domain/expenses/money.ts';
import type { People } from './use-people.ts';

export function PartList({
  title,
  parts,
  people,
  children,
}: {
  readonly title: string;
  readonly parts: readonly Part[];
  readonly people: People;
  readonly children?: ReactNode;
}) {
  const money = useMoneyFormats();
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId} className="text-s font-semibold text-muted">
        {title}
      </h2>
      <ul aria-labelledby={titleId} className="divide-y divide-line">
        {inOrder(parts, people).map(({ memberId, amountMinor }) => (
          <li key={memberId} className="flex min-h-12 items-center gap-3 py-1">
            <Avatar name={people.labelOf(memberId)} size="s" />
            <bdi className="min-w-0 flex-1 truncate">{people.labelOf(memberId)}</bdi>
            <AmountText>{money.amount(Math.abs(amountMinor))}</AmountText>
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}

/** Oneself first, then by name. */
function inOrder(parts: readonly Part[], { isMe, nameOf }: People): readonly Part[] {
  const place = ({ memberId }: Part): number => (isMe(memberId) ? 0 : 1);
  return parts.toSorted(
    (a, b) => place(a) - place(b) || nameOf(a.memberId).localeCompare(nameOf(b.memberId)),
  );
}
