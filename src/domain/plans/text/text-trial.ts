/**
 * An edit goes into a document as a whole or not at all. Yjs may throw in the middle of one (bytes that went bad on a disk; what
 * somebody wrote by hand that passes every check of the bytes alone), and what it did up to there cannot be taken back. So each is
 * tried in a copy first: one that throws there is left out by everybody, since everybody reads the same log in the same order.
 *
 *   the document ──typed──→ copy       tried in the copy: went well → applied to the document
 *                                                         threw     → the copy is thrown away, the document was not touched
 *
 * What is typed here goes into the copy when the next one is to be tried: a keystroke does not wait for it. All else costs as much
 * again as applying does, and the memory of a second document, as long as the first one lives.
 */
import * as Y from 'yjs';
import { newPlanDoc } from './plan-doc.ts';

const trials = new WeakMap<Y.Doc, TextTrial>();

export function trialOf(doc: Y.Doc): TextTrial {
  const known = trials.get(doc) ?? new TextTrial(doc);
  trials.set(doc, known);
  return known;
}

export class TextTrial {
  readonly #doc: Y.Doc;
  #copy: Y.Doc | undefined;
  /** What the document has and the copy has not yet. */
  #behind: Uint8Array[] = [];
  #isApplying = false;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    doc.on('update', (update: Uint8Array, _: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (!this.#copy || (this.#isApplying && !local)) return;
      this.#behind.push(update);
    });
  }

  /** Does it, if it goes well; undefined: it would throw, and nothing happened. */
  apply<T>(change: (doc: Y.Doc) => T): { readonly made: T } | undefined {
    const copy = this.#copyOf();
    if (!copy || !this.#try(copy, change)) return undefined;
    this.#isApplying = true;
    try {
      return { made: change(this.#doc) };
    } finally {
      this.#isApplying = false;
    }
  }

  /**
   * What waits for other edits may be what throws, as soon as one comes that it waits for; that one is not to blame. So it is done
   * without, and the document waits for nothing any more.
   */
  applyAlone<T>(change: (doc: Y.Doc) => T): { readonly made: T } | undefined {
    const { store } = this.#doc;
    const waiting = store.pendingStructs;
    if (!waiting) return undefined;
    store.pendingStructs = null;
    this.#drop();
    const done = this.apply(change);
    if (done) return done;
    store.pendingStructs = waiting;
    this.#drop();
    return undefined;
  }

  #try(copy: Y.Doc, change: (doc: Y.Doc) => unknown): boolean {
    try {
      change(copy);
      return true;
    } catch {
      this.#drop();
      return false;
    }
  }

  #copyOf(): Y.Doc | undefined {
    const behind = this.#behind;
    this.#behind = [];
    const copy = this.#copy;
    if (copy && behind.length > 0) {
      this.#try(copy, () => {
        for (const update of behind) Y.applyUpdate(copy, update);
      });
    }
    this.#copy ??= copyOf(this.#doc);
    return this.#copy;
  }

  #drop(): void {
    this.#copy?.destroy();
    this.#copy = undefined;
    this.#behind = [];
  }
}

/** What waits, waits in it just as it does here. undefined: nobody could load it. */
function copyOf(doc: Y.Doc): Y.Doc | undefined {
  const { store } = doc;
  const { pendingStructs, pendingDs } = store;
  const copy = newPlanDoc();
  try {
    Object.assign(store, { pendingStructs: null, pendingDs: null });
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  } catch {
    return undefined;
  } finally {
    Object.assign(store, { pendingStructs, pendingDs });
  }
  copy.store.pendingStructs = pendingStructs && {
    ...pendingStructs,
    missing: new Map(pendingStructs.missing),
  };
  copy.store.pendingDs = pendingDs;
  return copy;
}
