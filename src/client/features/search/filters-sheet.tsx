/** Where and what to look for: the filters, each of which is a chip above the results once it is set. */
import { memo, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localDateOf } from '#client/i18n/local-date.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import {
  NO_FILTERS,
  SEARCH_KINDS,
  type SearchFilters,
  type SearchKind,
} from '#client/search-index/search-query.ts';
import type { SearchDoor } from '#client/session/search-door.ts';
import type { GroupSummary } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { AmountField } from '#client/ui/money/amount-field.tsx';
import { Select } from '#client/ui/select.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { parseAmount } from '#domain/expenses/parse-amount.ts';

const DAY_MS = 86_400_000;

export interface FiltersSheetProps {
  readonly open: boolean;
  readonly filters: SearchFilters;
  readonly groups: readonly GroupSummary[];
  readonly door: SearchDoor;
  readonly onApply: (filters: SearchFilters) => void;
  readonly onClose: () => void;
}

export const FiltersSheet = memo(function FiltersSheet({ open, onClose, ...rest }: FiltersSheetProps) {
  const { t } = useTranslation('search');
  return (
    <Sheet open={open} onClose={onClose} title={t('filtersTitle')} closeLabel={t('close')} isForReading>
      <Fields {...rest} onClose={onClose} />
    </Sheet>
  );
});

function Fields({ filters, groups, door, onApply, onClose }: Omit<FiltersSheetProps, 'open'>) {
  const { t } = useTranslation('search');
  const money = useMoneyFormats();
  const [draft, setDraft] = useState(filters);
  const [min, setMin] = useState(inField(filters.minAmountMinor, money.forField));
  const [max, setMax] = useState(inField(filters.maxAmountMinor, money.forField));
  const people = usePeople(door, draft.groupId ?? null);
  const set = (change: { readonly [F in keyof SearchFilters]: SearchFilters[F] | undefined }): void =>
    setDraft((before) => withoutUnset({ ...before, ...change }));
  const apply = (): void => {
    const amounts = { minAmountMinor: parseAmount(min), maxAmountMinor: parseAmount(max) };
    onApply(withoutUnset({ ...draft, ...amounts }));
    onClose();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <Select
        label={t('group')}
        value={draft.groupId ?? ''}
        onChange={(value) => set({ groupId: value || undefined, person: undefined })}
      >
        <option value="">{t('anyGroup')}</option>
        {groups.map(({ groupId, name }) => (
          <option key={groupId} value={groupId}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        label={t('person')}
        value={draft.person ?? ''}
        onChange={(value) => set({ person: value || undefined })}
      >
        <option value="">{t('anyPerson')}</option>
        {people.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <Select
        label={t('kind')}
        value={draft.kind ?? ''}
        onChange={(value) => set({ kind: SEARCH_KINDS.find((kind: SearchKind) => kind === value) })}
      >
        <option value="">{t('anyKind')}</option>
        {SEARCH_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kinds.${kind}`)}
          </option>
        ))}
      </Select>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3">
        <TextField
          type="date"
          label={t('from')}
          value={draft.from === undefined ? '' : localDateOf(draft.from)}
          onChange={(event) => set({ from: startOf(event.target.value) })}
        />
        <TextField
          type="date"
          label={t('until')}
          value={draft.until === undefined ? '' : localDateOf(draft.until - DAY_MS / 2)}
          onChange={(event) => set({ until: endOf(event.target.value) })}
        />
        <AmountField label={t('min')} value={min} onChange={setMin} unit="R$" size="field" />
        <AmountField label={t('max')} value={max} onChange={setMax} unit="R$" size="field" />
      </div>
      <div className="flex justify-end gap-2">
        <Button
          variant="quiet"
          onClick={() => {
            onApply(NO_FILTERS);
            onClose();
          }}
        >
          {t('reset')}
        </Button>
        <Button type="submit">{t('apply')}</Button>
      </div>
    </form>
  );
}

function usePeople(door: SearchDoor, groupId: string | null): readonly string[] {
  const [people, setPeople] = useState<readonly string[]>([]);
  useEffect(() => {
    let isOver = false;
    door.listPeople(groupId).then(
      (names) => !isOver && setPeople(names),
      // The other filters are there; it is asked again with the next opening.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [door, groupId]);
  return people;
}

function withoutUnset(
  filters: {
    readonly [F in keyof SearchFilters]: SearchFilters[F] | undefined;
  },
): SearchFilters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** Midnight here; undefined while a date is not whole. */
function startOf(day: string): number | undefined {
  const at = new Date(`${day}T00:00:00`).getTime();
  return Number.isNaN(at) ? undefined : at;
}

function endOf(day: string): number | undefined {
  const at = startOf(day);
  if (at === undefined) return undefined;
  const next = new Date(at);
  next.setDate(next.getDate() + 1);
  return next.getTime();
}

const inField = (amount: number | undefined, format: (amountMinor: number) => string): string =>
  amount === undefined ? '' : format(amount);
