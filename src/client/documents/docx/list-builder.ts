/** Paragraphs with a kind and a level, one after the other → lists in lists. */
import type { Block, CheckItem, Inline, ListItem } from '#domain/documents/document.ts';

type Kind = 'bullets' | 'ordered' | 'check';

interface Line {
  readonly kind: Kind;
  readonly level: number;
  readonly inlines: readonly Inline[];
  readonly checked: boolean;
}

interface OpenItem {
  readonly checked: boolean;
  readonly blocks: (Block | OpenList)[];
}

interface OpenList {
  readonly kind: 'open';
  readonly of: Kind;
  readonly level: number;
  readonly items: OpenItem[];
}

/** Deeper is not told apart on a page. */
const LEVEL_MAX = 8;

export class ListBuilder {
  #roots: OpenList[] = [];
  /** The lists that lines may still be added to, outermost first; levels rise. */
  #path: OpenList[] = [];

  get isOpen(): boolean {
    return this.#path.length > 0;
  }

  add({ kind, level, inlines, checked }: Line): void {
    const at = Number.isSafeInteger(level) ? Math.min(LEVEL_MAX, Math.max(0, level)) : 0;
    while ((this.#path.at(-1)?.level ?? -1) > at) this.#path.pop();
    let list = this.#path.at(-1);
    if (list?.level === at && list.of !== kind) {
      this.#path.pop();
      list = this.#path.at(-1);
    }
    if (list?.level !== at) list = this.#open(kind, at);
    list.items.push({ checked, blocks: [{ kind: 'paragraph', inlines }] });
  }

  /** Into the last item. */
  append(block: Block): void {
    this.#path.at(-1)?.items.at(-1)?.blocks.push(block);
  }

  /** What was built, and begins anew. */
  take(): Block[] {
    const lists = this.#roots.map(closed);
    this.#roots = [];
    this.#path = [];
    return lists;
  }

  #open(of: Kind, level: number): OpenList {
    const list: OpenList = { kind: 'open', of, level, items: [] };
    const around = this.#path.at(-1)?.items.at(-1);
    if (around) around.blocks.push(list);
    else this.#roots.push(list);
    this.#path.push(list);
    return list;
  }
}

function closed({ of, items }: OpenList): Block {
  const item = ({ blocks }: OpenItem): ListItem => ({
    blocks: blocks.map((block) => (block.kind === 'open' ? closed(block) : block)),
  });
  if (of !== 'check') return { kind: 'list', ordered: of === 'ordered', items: items.map(item) };
  const task = (open: OpenItem): CheckItem => ({ ...item(open), checked: open.checked });
  return { kind: 'check-list', items: items.map(task) };
}
