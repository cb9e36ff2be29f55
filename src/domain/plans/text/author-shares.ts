/** Whose words a text is made of: letters that still stand in it, by who typed them first. Who only made them bold wrote nothing. */
import * as Y from 'yjs';

/** UTF-16 units by Yjs client id. */
export function countByClient(fragment: Y.XmlFragment): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const walk = (parent: Y.XmlFragment): void => {
    for (const node of parent.toArray()) {
      if (node instanceof Y.XmlText) countIn(node, counts);
      else if (node instanceof Y.XmlElement) walk(node);
    }
  };
  walk(fragment);
  return counts;
}

export interface AuthorShare<A> {
  readonly author: A;
  /** 0 to 1; of all of them together 1. */
  readonly share: number;
}

/** Who has most first. What nobody is known to have typed counts for nobody. */
export function sharesOf<A>(
  counts: ReadonlyMap<number, number>,
  authorOf: (client: number) => A | undefined,
): readonly AuthorShare<A>[] {
  const byAuthor = new Map<A, number>();
  let all = 0;
  for (const [client, count] of counts) {
    const author = authorOf(client);
    if (author === undefined) continue;
    byAuthor.set(author, (byAuthor.get(author) ?? 0) + count);
    all += count;
  }
  return [...byAuthor]
    .map(([author, count]) => ({ author, share: count / all }))
    .sort((a, b) => b.share - a.share);
}

function countIn(text: Y.XmlText, counts: Map<number, number>): void {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    counts.set(item.id.client, (counts.get(item.id.client) ?? 0) + item.length);
  }
}
