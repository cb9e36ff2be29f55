/**
 * A plan's text as search reads it: its blocks of words (paragraphs, headings, code; wherever they stand, in lists and tables too) in
 * the order of the text, each with who typed what still stands in it. The n-th block here is the n-th text block of the editor.
 *
 * It grows with the edits of the log. What waits on a device is only laid over it for one look, because it may yet be refused.
 */
import * as Y from 'yjs';
import type { PackedText } from '../packed-text.ts';
import { PLAN_TEXT } from '../plan-text.ts';
import { applyText, buildText, type KeptFor, type MergedEdit } from './merge-text.ts';
import { newPlanDoc } from './plan-doc.ts';

export interface WordBlock {
  readonly text: string;
  /** Yjs client ids. */
  readonly clients: readonly number[];
}

type Edits = readonly Pick<MergedEdit, 'data'>[];

export class TextWords {
  readonly #doc = newPlanDoc();
  readonly #keptFor = new Map<number, number>();

  /** Throws when `text` is damaged; an edit that cannot be applied is in no text. */
  take(text: PackedText | undefined, edits: Edits): void {
    const writers = applyText(this.#doc, text, edits, undefined, (part) => {
      if (part === text) throw new Error('a text is damaged');
    });
    for (const [client, writer] of writers) this.#keptFor.set(client, writer);
  }

  listBlocks(waiting: Edits = []): WordBlock[] {
    if (waiting.length === 0) return blocksOf(this.#doc, this.#keptFor);
    const state = { authors: new Map(), update: Y.encodeStateAsUpdate(this.#doc) };
    const { doc, keptFor } = buildText(state, waiting);
    const blocks = blocksOf(doc, new Map([...this.#keptFor, ...keptFor]));
    doc.destroy();
    return blocks;
  }

  close(): void {
    this.#doc.destroy();
  }
}

const TEXT_BLOCKS = new Set(['paragraph', 'heading', 'codeBlock']);

type Node = ReturnType<Y.XmlFragment['toArray']>[number];

/** By a stack of its own: nesting has no bound here. */
function blocksOf(doc: Y.Doc, keptFor: KeptFor): WordBlock[] {
  const blocks: WordBlock[] = [];
  const waiting: Node[] = doc.getXmlFragment(PLAN_TEXT).toArray().reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node instanceof Y.XmlText) blocks.push(blockOf([node], keptFor));
    else if (!(node instanceof Y.XmlElement)) continue;
    else if (TEXT_BLOCKS.has(node.nodeName)) blocks.push(blockOf(node.toArray(), keptFor));
    else waiting.push(...node.toArray().reverse());
  }
  return blocks;
}

function blockOf(nodes: readonly Node[], keptFor: KeptFor): WordBlock {
  let text = '';
  const clients = new Set<number>();
  const waiting = [...nodes].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node instanceof Y.XmlText) {
      for (let item = node._start; item !== null; item = item.right) {
        if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
        text += item.content.str;
        clients.add(keptFor.get(item.id.client) ?? item.id.client);
      }
    } else if (node instanceof Y.XmlElement) {
      if (node.nodeName === 'mention') text += `@${String(node.getAttribute('label') ?? '')}`;
      // A line's end, or what does not belong here: no word reaches over it.
      else text += ' ';
      waiting.push(...node.toArray().reverse());
    }
  }
  return { text, clients: [...clients] };
}
