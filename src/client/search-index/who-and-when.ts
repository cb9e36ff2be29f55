/** Filters that are asked of everything that is found: whose it is, and of when. */
import type { SearchedGroup } from '#client/store/search-reads.ts';
import { shownName } from '#client/store/shown-names.ts';
import { foldWord } from '#domain/expenses/reader/fold-word.ts';
import type { AskOptions } from './asking.ts';
import type { SearchFilters } from './search-query.ts';

/** Of ids by spaces: is the person that is asked for among them? */
export function personOf(
  { person }: SearchFilters,
  { members }: Pick<SearchedGroup, 'members'>,
  { words }: Pick<AskOptions, 'words'>,
): (who: string) => boolean {
  if (person === undefined) return () => true;
  const ids = members.filter((row) => isCalled(shownName(row, words), person)).map(({ id }) => id);
  return (who) => ids.some((id) => who.split(' ').includes(id));
}

export function isBetween(at: number, { from, until }: SearchFilters): boolean {
  return at >= (from ?? Number.NEGATIVE_INFINITY) && at < (until ?? Number.POSITIVE_INFINITY);
}

/** The same person in several groups is who is called the same. */
const isCalled = (name: string, person: string): boolean => foldWord(name.trim()) === foldWord(person.trim());
