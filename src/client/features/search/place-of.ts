/** Where a hit leads: the screen, and what it opens at. */
import type { MarkedText, SearchHit } from '#client/search-index/search-query.ts';

export interface Place {
  readonly href: string;
  readonly state: object;
}

export function placeOf({ kind, groupId, id, version, block, line }: SearchHit): Place {
  const group = `/g/${groupId}`;
  const from = '/buscar';
  switch (kind) {
    case 'message':
      return { href: group, state: { from, reveal: { messageId: id, version } } };
    case 'expense':
      return { href: `${group}/contas/${id}`, state: { from } };
    case 'recurrence':
      return { href: `${group}/contas/recorrentes`, state: { from } };
    case 'settlement':
      return { href: `${group}/contas/saldos`, state: { from } };
    case 'plan': {
      const word = longestMark(line);
      const reveal = block === null || word === undefined ? undefined : { block, word };
      return { href: `${group}/planos/${id}`, state: { from, ...(reveal && { reveal }) } };
    }
    case 'person':
      return { href: `${group}/pessoas`, state: { from } };
    default:
      return { href: group, state: { from } };
  }
}

function longestMark({ text, marks }: MarkedText): string | undefined {
  const words = marks.map(({ from, to }) => text.slice(from, to));
  return words.sort((a, b) => b.length - a.length)[0];
}
