/**
 * The hand in one plan's text, open on one page by the product's own code (sync/open-plan-text.ts): what its person sees, and types.
 */
import * as Y from 'yjs';
import type { OpenPlanText } from '#client/session/plan-text.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { wordsIn } from './plan-bytes.ts';

export interface Place {
  readonly block: number;
  /** Index in the words of that block. */
  readonly at: number;
}

export class PlanPen {
  readonly #doc: Y.Doc;

  constructor({ doc }: Pick<OpenPlanText, 'doc'>) {
    this.#doc = doc;
  }

  /** The words that stand in each block. */
  get blocks(): string[][] {
    return this.#fragment.toArray().map((block) => wordsIn(block.toString()));
  }

  /** One behind the other, from there on. */
  type({ block, at }: Place, words: readonly string[]): void {
    const text = this.#textOf(block);
    const before = wordsIn(text.toString()).slice(0, at).join('').length;
    text.insert(before, words.join(''));
  }

  /** A block of its own. */
  addBlock(index: number, words: readonly string[], name = 'paragraph'): void {
    this.#doc.transact(() => {
      const block = new Y.XmlElement(name);
      const text = new Y.XmlText();
      this.#fragment.insert(index, [block]);
      block.insert(0, [text]);
      text.insert(0, words.join(''));
    });
  }

  /** So many words from there on. */
  takeAway({ block, at }: Place, count: number): void {
    const text = this.#textOf(block);
    const words = wordsIn(text.toString());
    const from = words.slice(0, at).join('').length;
    text.delete(from, words.slice(at, at + count).join('').length);
  }

  takeBlock(index: number): void {
    this.#fragment.delete(index, 1);
  }

  /** Another kind, as the editor makes it: one block goes, another comes, and the words in it are typed anew. */
  changeKind(index: number, words: readonly string[]): void {
    this.#doc.transact(() => {
      const name = this.#kindAt(index) === 'heading' ? 'paragraph' : 'heading';
      this.takeBlock(index);
      this.addBlock(index, words, name);
    });
  }

  /** With the next one, which goes: its words come behind those of this. */
  join(index: number, words: readonly string[]): void {
    this.#doc.transact(() => {
      const at = wordsIn(this.#textOf(index).toString()).length;
      this.type({ block: index, at }, words);
      this.takeBlock(index + 1);
    });
  }

  /** What stood from there on goes into a block of its own. */
  split({ block, at }: Place, words: readonly string[]): void {
    this.#doc.transact(() => {
      this.takeAway({ block, at }, Number.POSITIVE_INFINITY);
      this.addBlock(block + 1, words);
    });
  }

  get #fragment(): Y.XmlFragment {
    return this.#doc.getXmlFragment(PLAN_TEXT);
  }

  #kindAt(index: number): string | undefined {
    const block = index < this.#fragment.length ? this.#fragment.get(index) : undefined;
    return block instanceof Y.XmlElement ? block.nodeName : undefined;
  }

  #textOf(index: number): Y.XmlText {
    const [text] = (this.#fragment.get(index) as Y.XmlElement).toArray();
    if (!(text instanceof Y.XmlText)) throw new Error(`block ${index} has no text`);
    return text;
  }
}
