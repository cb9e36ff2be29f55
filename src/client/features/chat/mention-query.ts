/** The "@…" being typed: what it asks for, who answers to it, and the text once somebody is chosen. */
import type { MemberView } from '#client/store/read-types.ts';
import { findMentions } from './text-segments.ts';

export interface MentionQuery {
  /** Index of the "@". */
  readonly start: number;
  readonly end: number;
  readonly query: string;
}

const QUERY_MAX = 30;
const LIST_MAX = 6;

/** The query that ends at the caret, or null. An "@" inside a word (an e-mail address) asks for nobody. */
export function findMentionQuery(text: string, caret: number): MentionQuery | null {
  const start = text.slice(0, caret).lastIndexOf('@');
  if (start === -1 || caret - start - 1 > QUERY_MAX) return null;
  if (start > 0 && /[\p{L}\p{N}_]/u.test(text.charAt(start - 1))) return null;
  const query = text.slice(start + 1, caret);
  if (/[\n@]/.test(query) || query.startsWith(' ') || query.split(' ').length > 3) return null;
  return { start, end: caret, query };
}

/** Active members other than oneself, any word of whose name begins with the query. Accents and case don't count. */
export function matchMembers(members: readonly MemberView[], query: string): MemberView[] {
  const wanted = fold(query);
  return members
    .filter((member) => member.status === 'active' && !member.own)
    .filter(({ name }) => fold(name).startsWith(wanted) || fold(name).includes(` ${wanted}`))
    .slice(0, LIST_MAX);
}

export function insertMention(
  text: string,
  query: MentionQuery,
  name: string,
): { readonly text: string; readonly caret: number } {
  const after = text.slice(query.end);
  const inserted = `@${name}${/^\s/.test(after) ? '' : ' '}`;
  return {
    text: text.slice(0, query.start) + inserted + after,
    caret: query.start + inserted.length + (inserted.endsWith(' ') ? 0 : 1),
  };
}

/** Whom `text` mentions, each once. Of two with the same name, the one that was `picked` from the list. */
export function listMentioned(
  text: string,
  members: readonly MemberView[],
  picked: ReadonlySet<string>,
): string[] {
  const candidates = members
    .filter((member) => member.status === 'active')
    .sort((a, b) => Number(picked.has(b.memberId)) - Number(picked.has(a.memberId)));
  return [...new Set(findMentions(text, candidates).map(({ member }) => member.memberId))];
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
