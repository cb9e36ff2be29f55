/**
 * One plan's text, open on one page: the part of sync/open-plan-text.ts that keeps no time. Typed into a Y.Doc that was read by
 * the engine's door, and saved by it; what others typed is read after.
 */
import * as Y from 'yjs';
import type { PlanTexts } from '#client/sync/engine-types.ts';
import { unpackText } from '#domain/plans/packed-text.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { newPlanDoc } from '#domain/plans/text/plan-doc.ts';
import { wordsIn } from './plan-bytes.ts';
import type { ApplyText } from './plan-texts.ts';

const READ = 'read';

export interface Place {
  readonly block: number;
  /** Index in the words of that block. */
  readonly at: number;
}

export class PlanPen {
  readonly #doc = newPlanDoc();
  readonly #apply: ApplyText;
  readonly #made: Uint8Array[] = [];
  #version = 0;

  constructor(clientId: number, apply: ApplyText) {
    this.#apply = apply;
    this.#doc.clientID = clientId;
    this.#doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== READ) this.#made.push(update);
    });
  }

  /** False: it is not here, or not here any more. */
  async read(texts: PlanTexts, key: { readonly groupId: string; readonly planId: string }): Promise<boolean> {
    const held = await texts.read({ ...key, after: this.#version });
    if (held === undefined) return false;
    if (!held.isHere) {
      texts.fetch(key);
      return false;
    }
    const base = held.state && unpackText(held.state);
    this.#apply(this.#doc, base, [...held.edits, ...held.pending], READ);
    this.#version = held.version;
    return true;
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

  /** What was done since the last save. */
  takeUpdates(): { readonly updates: readonly Uint8Array[]; readonly seen: number } {
    return { updates: this.#made.splice(0), seen: this.#version };
  }

  close(): void {
    this.#doc.destroy();
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
