/** What a member is called on the screen: the one place that knows of hidden names, and of who said "that is me". */
import { isOfPlans } from '#domain/plans/plan-notice.ts';
import type { GroupRow, MemberRow, MessageRow, Notice } from '#domain/rows.ts';

/** What the reader says in the person's language. Asked at each reading: the language may change. */
export interface ReaderWords {
  /** In the place of a name that was taken out of the history. */
  hiddenName: () => string;
  /** Where one line stands for a photo without words. */
  photo: () => string;
  /** Of a group that a copy brought without its first row, until the server answers. Absent: nobody is shown it. */
  namelessGroup?: () => string;
}

/** A message in one line. */
export function lineOf({ text, photos }: MessageRow, words: ReaderWords): string {
  return text === '' && photos ? words.photo() : text;
}

export function groupNameOf(
  group: Pick<GroupRow, 'name'> | undefined,
  invitedName: string | null | undefined,
  words: ReaderWords,
): string {
  return group?.name || invitedName || (words.namelessGroup?.() ?? '');
}

export type Members = ReadonlyMap<string, MemberRow>;

export function shownName(row: MemberRow, words: ReaderWords): string {
  if (row.nameHidden) return words.hiddenName();
  // Of a damaged row: one nameless member must not keep the whole group from being read.
  return typeof row.name === 'string' ? row.name : '';
}

/** Empty for somebody whose row is not here. */
export function nameOf(members: Members, memberId: string, words: ReaderWords): string {
  const named = members.get(memberId);
  const row = (named?.claimedBy !== undefined && members.get(named.claimedBy)) || named;
  return row ? shownName(row, words) : '';
}

/** A notice keeps the names of its time; one that is hidden since is hidden in it too. */
export function shownNotice(notice: Notice, authorId: string, members: Members, words: ReaderWords): Notice {
  // Of the accounts only ids are told; who they are is asked when it is shown. What plans are called is nobody's name.
  if (isOfPlans(notice) || !('name' in notice || 'from' in notice)) return notice;
  const about = 'memberId' in notice ? notice.memberId : authorId;
  if (!members.get(about)?.nameHidden) return notice;
  const name = words.hiddenName();
  switch (notice.what) {
    case 'group-created':
    case 'group-renamed':
      return notice;
    case 'member-renamed':
      return { ...notice, from: name, to: name };
    default:
      return { ...notice, name };
  }
}
