/** The filters that are set, each with the way to take it off, and the way to more of them. */
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import X from 'lucide-react/icons/x';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import type { SearchFilters } from '#client/search-index/search-query.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupSummary } from '#client/store/read-types.ts';

const CHIP = 'target inline-flex shrink-0 items-center gap-1.5 rounded-full px-3 text-s font-semibold';

export interface FilterChipsProps {
  readonly filters: SearchFilters;
  readonly groups: readonly GroupSummary[];
  readonly onRemove: (filter: keyof SearchFilters) => void;
  readonly onOpen: () => void;
}

/** Drawn anew when a filter changes, not with each letter: what it calls stays the same. */
export const FilterChips = memo(function FilterChips({
  filters,
  groups,
  onRemove,
  onOpen,
}: FilterChipsProps) {
  const { t } = useTranslation('search');
  const words = useFilterWords(groups);
  const set = (Object.keys(filters) as (keyof SearchFilters)[]).map((filter) => [
    filter,
    words(filter, filters),
  ]);
  return (
    <div className="px-safe flex flex-wrap gap-2 pb-2">
      <button type="button" onClick={onOpen} className={`${CHIP} border border-line text-ink`}>
        <SlidersHorizontal aria-hidden="true" size={18} />
        {t('filters')}
      </button>
      {set.map(([filter, label]) => (
        <button
          key={filter}
          type="button"
          aria-label={t('removeFilter', { filter: label })}
          onClick={() => onRemove(filter as keyof SearchFilters)}
          className={`${CHIP} max-w-full bg-own text-own-ink`}
        >
          <bdi className="truncate">{label}</bdi>
          <X aria-hidden="true" size={16} className="shrink-0" />
        </button>
      ))}
    </div>
  );
});

function useFilterWords(groups: readonly GroupSummary[]) {
  const { t } = useTranslation('search');
  const formats = useFormats();
  const money = useMoneyFormats();
  const engine = useEngine();
  const day = (at: number): string => formats.day(at, engine.correctedNow());
  return (filter: keyof SearchFilters, filters: SearchFilters): string => {
    switch (filter) {
      case 'groupId':
        return groups.find(({ groupId }) => groupId === filters.groupId)?.name ?? t('group');
      case 'person':
        return filters.person ?? '';
      case 'kind':
        return filters.kind ? t(`kinds.${filters.kind}`) : '';
      case 'from':
        return t('chipFrom', { day: day(filters.from ?? 0) });
      case 'until':
        return t('chipUntil', { day: day((filters.until ?? 1) - 1) });
      case 'minAmountMinor':
        return t('chipMin', { amount: money.amount(filters.minAmountMinor ?? 0) });
      default:
        return t('chipMax', { amount: money.amount(filters.maxAmountMinor ?? 0) });
    }
  };
}
