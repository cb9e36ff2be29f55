/** Which month is looked at, or everything. */
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useTranslation } from 'react-i18next';
import { dayFormatsOf } from '#client/i18n/day-formats.ts';
import { IconButton } from '#client/ui/icon-button.tsx';
import type { Month } from '#domain/expenses/summary.ts';

const ALL = 'all';

export function PeriodPicker({
  months,
  period,
  onPick,
}: {
  /** Oldest first. */
  readonly months: readonly Month[];
  readonly period: Month | null;
  readonly onPick: (period: Month | null) => void;
}) {
  const { t, i18n } = useTranslation('summary');
  const days = dayFormatsOf(i18n.language);
  const at = period === null ? -1 : months.indexOf(period);
  const [earlier, later] = at < 0 ? [undefined, undefined] : [months[at - 1], months[at + 1]];
  return (
    <div className="flex items-center gap-2">
      <IconButton
        label={t('earlier')}
        icon={<ChevronLeft aria-hidden="true" size={22} className="rtl:-scale-x-100" />}
        disabled={earlier === undefined}
        onClick={() => earlier && onPick(earlier)}
      />
      <select
        aria-label={t('period')}
        value={period ?? ALL}
        onChange={(event) => onPick(event.target.value === ALL ? null : event.target.value)}
        className="target min-w-0 flex-1 rounded-m border border-line bg-surface px-3 text-m font-semibold text-ink"
      >
        <option value={ALL}>{t('all')}</option>
        {months.toReversed().map((month) => (
          <option key={month} value={month}>
            {days.month(month)}
          </option>
        ))}
      </select>
      <IconButton
        label={t('later')}
        icon={<ChevronRight aria-hidden="true" size={22} className="rtl:-scale-x-100" />}
        disabled={later === undefined}
        onClick={() => later && onPick(later)}
      />
    </div>
  );
}
