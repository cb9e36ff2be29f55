/**
 * The second database of one device, which survives its pages: what the product wrote into it, what was done to that since, and
 * what is therefore promised.
 *
 * The promise: of what is owed (outbox, tray, drafts), each part as the newest copy has it whose text of it nothing was done to.
 * What was written after that copy nobody can bring back, and nothing of it may be missing.
 */
import { OWED_PARTS } from '#client/copies/device-copy.ts';
import type { Op } from '#domain/op.ts';
import { MemoryCopyStore } from '#tests/support/memory-copy-store.ts';
import { type CopyDamage, damageText } from './disk-losses.ts';
import type { Prng } from './prng.ts';

export interface CopiedOp {
  readonly opId: string;
  readonly groupId: string;
  readonly op: Op;
}

export interface Promised {
  readonly owed: readonly CopiedOp[];
  /** What stood in the boxes, by group. */
  readonly drafts: ReadonlyMap<string, string>;
}

export class CopyShelf {
  readonly store = new MemoryCopyStore();
  readonly #spoilt = new Set<string>();

  get promise(): Promised {
    const [outbox = [], tray = [], drafts = []] = OWED_PARTS.map((name) => this.#rowsOf(name));
    return {
      owed: [...outbox, ...tray] as unknown as readonly CopiedOp[],
      drafts: new Map(drafts.map(({ groupId, text }) => [String(groupId), String(text)])),
    };
  }

  /** Mostly in the newest copy, which would be the first to be asked. False: there is nothing to spoil. */
  damage(how: CopyDamage, dice: Prng): boolean {
    const manifests = this.#newestFirst;
    const manifest = dice.chance(0.7) ? manifests[0] : manifests[dice.below(manifests.length)];
    const texts = (manifest?.parts ?? []).filter(({ id }) => this.store.texts.has(id));
    if (texts.length === 0) return false;
    // Mostly in what only this device has.
    const owed = texts.filter(({ name }) => OWED_PARTS.some((one) => one === name));
    const { id } = dice.pick(owed.length > 0 && dice.chance(0.7) ? owed : texts);
    if (how === 'lose') this.store.texts.delete(id);
    else this.store.texts.set(id, damageText(this.store.texts.get(id) ?? '', how, dice));
    this.#spoilt.add(id);
    return true;
  }

  clear(): void {
    this.store.manifests.clear();
    this.store.texts.clear();
  }

  get #newestFirst() {
    return [...this.store.manifests.values()].sort((a, b) => b.order - a.order);
  }

  #rowsOf(name: string): readonly Readonly<Record<string, unknown>>[] {
    for (const { parts } of this.#newestFirst) {
      const id = parts.find((part) => part.name === name)?.id;
      if (id !== undefined && !this.#spoilt.has(id)) return JSON.parse(this.store.texts.get(id) ?? '[]');
    }
    return [];
  }
}
