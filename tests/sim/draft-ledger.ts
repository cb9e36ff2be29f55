/**
 * What stood in the boxes of each device when it said that it was on its disk. A draft is there once, in its box, or among what
 * nobody has sent in the tray: where its group is over, or another draft stands in the box it comes back to.
 */
import type { SimDevice } from './sim-device.ts';

interface Box {
  /** Said to be on the disk. */
  saved: string | undefined;
  /** Begun since, and perhaps there in its place. */
  readonly begun: Set<string>;
}

export class DraftLedger {
  readonly #boxes = new Map<string, Box>();

  /** Returns what notes that it is saved. */
  begin(device: string, groupId: string, text: string): () => void {
    const box = this.#box(device, groupId);
    box.begun.add(text);
    return () => {
      box.begun.delete(text);
      box.saved = text;
    };
  }

  /** The person sent it from the tray, or threw it away; or there it went bad. */
  settle(device: string, text: string): void {
    for (const [key, box] of this.#boxes) {
      const isOfBox = box.saved === text || box.begun.has(text);
      if (key.startsWith(`${device} `) && isOfBox) box.saved = undefined;
    }
  }

  /** The disk is gone, and no copy of it has what was typed. `copied`: by group. */
  forget(device: string, copied: ReadonlyMap<string, string>): void {
    for (const [key, box] of this.#boxes) {
      const [name, groupId = ''] = key.split(' ');
      if (name !== device) continue;
      box.saved = copied.get(groupId);
      box.begun.clear();
    }
  }

  /** Groups in which what was typed is nowhere. */
  *listLost({ name, database }: SimDevice): Generator<{ groupId: string; text: string }> {
    const drafts = new Map(database.rows('drafts').map(({ groupId, text }) => [groupId, text]));
    const inTray = new Set(database.rows('tray').map(({ op }) => String(op?.body?.text)));
    for (const [key, { saved, begun }] of this.#boxes) {
      const [device, groupId = ''] = key.split(' ');
      if (device !== name || saved === undefined) continue;
      const standing = drafts.get(groupId);
      // The disk may have what it said it does not know of; and then that went to the tray with the group.
      const isThere = [saved, ...begun].some((one) => standing === one || inTray.has(one));
      if (!isThere) yield { groupId, text: saved };
    }
  }

  #box(device: string, groupId: string): Box {
    const key = `${device} ${groupId}`;
    const box = this.#boxes.get(key) ?? { saved: undefined, begun: new Set() };
    this.#boxes.set(key, box);
    return box;
  }
}
