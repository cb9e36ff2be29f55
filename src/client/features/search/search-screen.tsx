/** `/buscar`: one box over everything that is here, and beyond it what the server has. */
import SearchIcon from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  isEmptyQuery,
  NO_FILTERS,
  type SearchFilters,
  type SearchQuery,
} from '#client/search-index/search-query.ts';
import { type RecentSearch, type SearchDoor, useSearchDoor } from '#client/session/search-door.ts';
import { useEngineStatus, useObserved } from '#client/session/session-context.ts';
import type { GroupSummary } from '#client/store/read-types.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { IconButton } from '#client/ui/icon-button.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { FilterChips } from './filter-chips.tsx';
import { FiltersSheet } from './filters-sheet.tsx';
import { moveAmongHits } from './hit-list.tsx';
import { RecentList } from './recent-list.tsx';
import { Results } from './results.tsx';
import { useAsker } from './use-search.ts';

export default function SearchScreen({ connection }: { readonly connection: ReactNode }) {
  const { t } = useTranslation('search');
  const door = useSearchDoor();
  const [back] = useState(readBack);
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('title')} back={{ href: back, label: t('back') }} />
      {connection}
      {door ? <Search door={door} /> : <EmptyState picture="🔎" title={t('unavailable')} />}
    </div>
  );
}

const NO_GROUPS: readonly GroupSummary[] = [];

function Search({ door }: { readonly door: SearchDoor }) {
  const { t } = useTranslation('search');
  const groups = useObserved((reader) => reader.observeGroups(), []) ?? NO_GROUPS;
  const isOnline = useEngineStatus().connection.name === 'online';
  const { query, change, keepPlace } = useQuery();
  const latest = useRef(query);
  const [choosing, setChoosing] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const asker = useAsker(door, query, isOnline);
  const { recent, keep, forget } = useRecent(door);
  const setQuery = useCallback(
    (part: Partial<SearchQuery>): void => {
      latest.current = { ...latest.current, ...part };
      asker.ask(latest.current);
      change(latest.current);
    },
    [asker, change],
  );
  const setText = (text: string): void => setQuery({ text });
  const setFilters = useCallback((filters: SearchFilters): void => setQuery({ filters }), [setQuery]);
  const removeFilter = useCallback(
    (filter: keyof SearchFilters): void => {
      const { [filter]: _, ...left } = latest.current.filters;
      setFilters(left);
      box.current?.focus();
    },
    [setFilters],
  );
  const resetFilters = useCallback(() => setFilters(NO_FILTERS), [setFilters]);
  const openSheet = useCallback(() => setChoosing(true), []);
  const closeSheet = useCallback(() => setChoosing(false), []);
  const keepAsked = (): void => {
    const text = query.text.trim();
    if (text !== '') keep({ text, groupId: query.filters.groupId ?? null });
  };
  const leave = useRef(keepAsked);
  useEffect(() => {
    leave.current = () => {
      keepPlace();
      keepAsked();
    };
  });
  const onOpen = useCallback(() => leave.current(), []);
  const isIdle = query.text.trim() === '' && Object.keys(query.filters).length === 0;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows go from the box to what it found.
    <div
      className="flex min-h-0 flex-1 flex-col"
      onKeyDown={(event) => void moveAmongHits(event, box.current)}
    >
      <search className="px-safe pb-2">
        <div className="flex items-center gap-2 rounded-m border border-line bg-surface ps-3 focus-within:border-brand">
          <SearchIcon aria-hidden="true" size={20} className="shrink-0 text-muted" />
          <input
            ref={box}
            type="search"
            enterKeyHint="search"
            autoComplete="off"
            // biome-ignore lint/a11y/noAutofocus: typing is what one comes here for.
            autoFocus
            aria-label={t('label')}
            placeholder={t('placeholder')}
            maxLength={200}
            value={query.text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
                keepAsked();
                document.querySelector<HTMLElement>('[data-hit]')?.focus();
              } else if (event.key === 'Escape' && query.text !== '') {
                event.preventDefault();
                setText('');
              }
            }}
            className="target w-full min-w-0 bg-transparent py-2 text-m text-ink outline-none [&::-webkit-search-cancel-button]:hidden"
          />
          {query.text !== '' && (
            <IconButton
              label={t('clear')}
              icon={<X aria-hidden="true" size={20} />}
              onClick={() => {
                setText('');
                box.current?.focus();
              }}
            />
          )}
        </div>
      </search>
      <FilterChips filters={query.filters} groups={groups} onOpen={openSheet} onRemove={removeFilter} />
      <div className="min-h-0 flex-1 overflow-y-auto pb-8">
        {isIdle && recent.length > 0 && (
          <RecentList
            recent={recent}
            groups={groups}
            onForget={forget}
            onAsk={({ text, groupId }) =>
              setQuery({ text, filters: groupId === null ? NO_FILTERS : { groupId } })
            }
          />
        )}
        {isIdle && recent.length === 0 && (
          <EmptyState picture="🔎" title={t('hintTitle')}>
            {t('hint')}
          </EmptyState>
        )}
        {!isIdle && (
          <Results
            asker={asker}
            isOnline={isOnline}
            isUnaskable={isEmptyQuery(query)}
            onOpen={onOpen}
            onReset={resetFilters}
          />
        )}
      </div>
      <FiltersSheet
        open={choosing}
        onClose={closeSheet}
        filters={query.filters}
        groups={groups}
        door={door}
        onApply={setFilters}
      />
    </div>
  );
}

interface HistoryState {
  readonly from?: string;
  /** Opened from a group: only in it. */
  readonly groupId?: string;
  readonly query?: SearchQuery;
}

const readHistory = (): HistoryState => (history.state ?? {}) as HistoryState;

const readBack = (): string => {
  const { from } = readHistory();
  return from !== undefined && from !== '/buscar' ? from : '/';
};

/** Written with each letter, the history would take its time of every one, and some browsers end it at a hundred. */
const KEEP_AFTER_MS = 300;

interface QueryInHistory {
  readonly query: SearchQuery;
  readonly change: (query: SearchQuery) => void;
  /** Before another screen opens. */
  readonly keepPlace: () => void;
}

/** Stays with the entry of the history: the way back from a hit leads to what was found. */
function useQuery(): QueryInHistory {
  const [query, change] = useState<SearchQuery>(() => {
    const { query: kept, groupId } = readHistory();
    return kept ?? { text: '', filters: groupId === undefined ? NO_FILTERS : { groupId } };
  });
  const keepPlace = useCallback(() => history.replaceState({ ...readHistory(), query }, ''), [query]);
  useEffect(() => {
    const timer = setTimeout(keepPlace, KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [keepPlace]);
  return { query, change, keepPlace };
}

function useRecent(door: SearchDoor) {
  const [recent, setRecent] = useState<readonly RecentSearch[]>([]);
  useEffect(() => {
    let isOver = false;
    door.listRecent().then(
      (list) => !isOver && setRecent(list),
      // None are shown; searching says by itself what is wrong.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [door]);
  const keep = (search: RecentSearch): void => {
    void door
      .keepRecent(search)
      .then(() => door.listRecent())
      .then(setRecent, () => undefined);
  };
  const forget = (): void => {
    setRecent([]);
    void door.clearRecent().catch(() => undefined);
  };
  return { recent, keep, forget };
}
