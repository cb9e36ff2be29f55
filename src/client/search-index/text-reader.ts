/**
 * Reads the texts of plans for the index. Loaded, and Yjs with it, when there is one to read. The last few that changed are held as they
 * stand in the log, so that one more edit costs that edit and not the whole text.
 */

import type { DeviceDatabase } from '#client/store/database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import { readHeldText, type TextKey } from '#client/sync/plan-texts.ts';
import { type TextAuthors, unpackText } from '#domain/plans/packed-text.ts';
import { addAuthors } from '#domain/plans/text/merge-text.ts';
import { TextWords } from '#domain/plans/text/text-words.ts';
import type { TextBlock } from './plan-index.ts';

const HELD_MAX = 2;

interface HeldWords {
  readonly words: TextWords;
  authors: TextAuthors;
  /** Every edit of the log up to here is in it. */
  version: number;
}

export interface ReadBlocks {
  readonly blocks: readonly TextBlock[];
  /** Some of it waits on this device. */
  readonly isWaiting: boolean;
}

export class TextReader {
  readonly #store;
  readonly #held = new Map<string, HeldWords>();

  constructor(db: DeviceDatabase) {
    this.#store = createDexieStore(db);
  }

  /** undefined: the text is not here, or it is damaged and will be fetched anew when it is opened. */
  async read(key: TextKey): Promise<ReadBlocks | undefined> {
    const name = `${key.groupId} ${key.planId}`;
    const known = this.#held.get(name);
    const held = await readHeldText(this.#store, { ...key, after: known?.version ?? 0 });
    if (!held?.isHere) {
      this.#drop(name);
      return undefined;
    }
    const reading = known ?? { words: new TextWords(), authors: new Map(), version: 0 };
    const text = held.state && unpackText(held.state);
    try {
      reading.words.take(text, held.edits);
      const authors = addAuthors(new Map([...(text?.authors ?? []), ...reading.authors]), held.edits);
      Object.assign(reading, { authors, version: held.version });
      this.#keep(name, reading);
      const all = addAuthors(authors, held.pending);
      const blocks = reading.words.listBlocks(held.pending).map(({ text: said, clients }) => ({
        text: said,
        who: [...new Set(clients.flatMap((client) => all.get(client)?.memberId ?? []))].join(' '),
      }));
      return { blocks, isWaiting: held.pending.length > 0 };
    } catch {
      this.#drop(name);
      return undefined;
    }
  }

  /** What is held of a group may be of another history. */
  forget(groupId: string): void {
    for (const name of [...this.#held.keys()]) if (name.startsWith(`${groupId} `)) this.#drop(name);
  }

  #keep(name: string, reading: HeldWords): void {
    this.#held.delete(name);
    this.#held.set(name, reading);
    const [oldest] = this.#held.keys();
    if (this.#held.size > HELD_MAX && oldest !== undefined) this.#drop(oldest);
  }

  #drop(name: string): void {
    this.#held.get(name)?.words.close();
    this.#held.delete(name);
  }
}
