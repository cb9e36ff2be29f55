/** What a member is called on the screen: the one place that knows of hidden names, and of who said "that is me". */
import type { MemberRow, Notice } from '#domain/rows.ts';

/** What the reader says in the person's language. Asked at each reading: the language may change. */
export interface ReaderWords {
  /** In the place of a name that was taken out of the history. */
  hiddenName: () => string;
}

export type Members = ReadonlyMap<string, MemberRow>;

export function shownName(row: MemberRow, words: ReaderWords): string {
  return row.nameHidden ? words.hiddenName() : row.name;
}

/** Empty for somebody whose row is not here. */
export function nameOf(members: Members, memberId: string, words: ReaderWords): string {
  const named = members.get(memberId);
  const row = (named?.claimedBy !== undefined && members.get(named.claimedBy)) || named;
  return row ? shownName(row, words) : '';
}

/** A notice keeps the names of its time; one that is hidden since is hidden in it too. */
export function shownNotice(notice: Notice, authorId: string, members: Members, words: ReaderWords): Notice {
  const about = 'memberId' in notice ? notice.memberId : authorId;
  if (!members.get(about)?.nameHidden) return notice;
  const name = words.hiddenName();
  switch (notice.what) {
    case 'group-created':
    case 'group-renamed':
    case 'group-deleted':
      return notice;
    case 'member-renamed':
      return { ...notice, from: name, to: name };
    default:
      return { ...notice, name };
  }
}
