/** Why somebody stands where they do: every expense and payment behind the balance, and their sum. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import { useLastSeen } from '#client/session/use-last-seen.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { AmountText } from '#client/ui/money/amount-text.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { categoryEmoji } from '#domain/expenses/categories.ts';
import { type BalancePart, listBalanceParts } from './balance-parts.ts';
import { middayOf } from './midday-of.ts';
import type { People, Person } from './settling-people.ts';

const PAGE_PARTS = 50;

export interface WhySheetProps {
  readonly group: GroupView;
  readonly person: Person;
  readonly people: People;
  readonly onClose: () => void;
}

export function WhySheet({ person, onClose, ...rest }: WhySheetProps) {
  const { t } = useTranslation('settling');
  return (
    <Sheet
      open
      onClose={onClose}
      title={person.own ? t('why.titleOwn') : t('why.title', { name: person.name })}
      closeLabel={t('close')}
    >
      <Why person={person} {...rest} />
    </Sheet>
  );
}

function Why({ group, person, people }: Omit<WhySheetProps, 'onClose'>) {
  const { t } = useTranslation('settling');
  const money = useMoneyFormats();
  const [limit, setLimit] = useState(PAGE_PARTS);
  const ledger = useLastSeen(
    useObserved((reader) => reader.observeWholeLedger(group.groupId), [group.groupId]),
  );
  const parts = useMemo(() => ledger && listBalanceParts(ledger, person, people), [ledger, person, people]);
  if (!parts) return <SkeletonRows count={4} label={t('loading')} />;
  const netMinor = parts.reduce((sum, part) => sum + part.netMinor, 0);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-s text-pretty text-muted">{t('why.about')}</p>
      {parts.length === 0 ? (
        <p>{t('why.empty')}</p>
      ) : (
        <ul aria-label={t('why.list')} className="divide-y divide-line">
          {parts.slice(0, limit).map((part) => (
            <PartRow key={part.id} part={part} people={people} />
          ))}
        </ul>
      )}
      {parts.length > limit && (
        <Button wide variant="quiet" onClick={() => setLimit((shown) => shown + PAGE_PARTS)}>
          {t('why.more')}
        </Button>
      )}
      <p className="flex items-center justify-between gap-3 border-t border-line pt-3 font-semibold">
        <span>{t('why.total')}</span>
        <AmountText tone={toneOf(netMinor)}>{money.signed(netMinor)}</AmountText>
      </p>
    </div>
  );
}

function PartRow({ part, people }: { readonly part: BalancePart; readonly people: People }) {
  const { t } = useTranslation('settling');
  const money = useMoneyFormats();
  const formats = useFormats();
  const now = useEngine().correctedNow();
  const isExpense = part.kind === 'expense';
  const words = isExpense
    ? [
        part.paidMinor !== 0 && t('why.paid', { amount: money.amount(part.paidMinor) }),
        part.shareMinor !== 0 && t('why.share', { amount: money.amount(part.shareMinor) }),
      ].filter((word) => word !== false)
    : [t(`settle.methods.${part.method}`)];
  return (
    <li className="flex items-start gap-3 py-3">
      <span aria-hidden="true" className="pt-1">
        {isExpense ? categoryEmoji(part.category) : '🤝'}
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block wrap-anywhere">
          {isExpense
            ? part.description
            : t(part.netMinor > 0 ? 'why.gave' : 'why.got', { name: people.get(part.otherId).name })}
        </bdi>
        <span className="block text-s text-muted tabular">
          {[formats.day(middayOf(part.date), now), ...words].join(' · ')}
        </span>
      </span>
      <AmountText size="s" tone={toneOf(part.netMinor)}>
        {money.signed(part.netMinor)}
      </AmountText>
    </li>
  );
}

function toneOf(netMinor: number): 'good' | 'bad' | 'muted' {
  if (netMinor === 0) return 'muted';
  return netMinor > 0 ? 'good' : 'bad';
}
