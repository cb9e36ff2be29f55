/** Known bugs of restoring, as bends of the copies it reads and of the database it writes: what `sabotage.ts` plants. */
import type { CopyStore } from '#client/copies/copy-store.ts';
import { checksumOf } from '#client/copies/device-copy.ts';
import type { DeviceStore, ReadTransaction } from '#client/platform/device-store.ts';
import type { DeviceTables } from '#client/store/tables.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';

/** Whatever lies there is what was written. */
export function believeTexts(copies: CopyStore): CopyStore {
  return bendTexts(copies, (text) => text);
}

/** What comes back is taken for something new. */
export function renameOps(copies: CopyStore): CopyStore {
  return bendTexts(copies, (text, name) => {
    if (name !== 'outbox') return text;
    // Ids are of 22 characters: the last but one of each becomes another.
    return text.replaceAll(
      /("opId":".{20})(.)/g,
      (_, before: string, one: string) => `${before}${one === 'x' ? 'y' : 'x'}`,
    );
  });
}

function bendTexts(copies: CopyStore, bend: (text: string, name: string) => string): CopyStore {
  const names = new Map<string, string>();
  return {
    change: (change) => copies.change(change),
    list: async () => {
      const manifests = await copies.list();
      const ids = [...new Set(manifests.flatMap(({ parts }) => parts.map(({ id }) => id)))];
      for (const { parts } of manifests) for (const { id, name } of parts) names.set(id, name);
      const texts = await copies.readTexts(ids);
      const sums = new Map(
        ids.map((id, i) => [id, checksumOf(bend(texts[i] ?? '', names.get(id) ?? ''))] as const),
      );
      return manifests.map((manifest) => ({
        ...manifest,
        parts: manifest.parts.map((part) => ({ ...part, checksum: sums.get(part.id) ?? part.checksum })),
      }));
    },
    readTexts: async (ids) => {
      const texts = await copies.readTexts(ids);
      return texts.map((text, i) => text && bend(text, names.get(ids[i] ?? '') ?? ''));
    },
  };
}

/** Nothing that is here counts: the copy takes its place. */
export function overwriteRows(store: DeviceStore): DeviceStore {
  return bendReads(store, async (tx, table, key) =>
    table === 'cursors' || table === 'drafts' ? undefined : tx.get(table, key),
  );
}

/** A loss the engine has taken note of is over, whatever came of its recovery. */
export function forgetRefusals(store: DeviceStore): DeviceStore {
  return bendReads(store, async (tx, table, key) => {
    const row = await tx.get(table, key);
    if (table !== 'meta' || key !== 'recoveredFor') return row;
    const canary = await tx.get('meta', 'canary');
    const value = canary?.name === 'canary' ? canary.value.answersFor : null;
    return value === null ? row : ({ name: 'recoveredFor', value } as typeof row);
  });
}

/** A phone that takes in a file becomes the device it was made on, with its secret and its numbers. */
export function reviveDevice(store: DeviceStore, from: MemoryDeviceDatabase): DeviceStore {
  const revive = store.write(['meta', 'lanes'], async (tx) => {
    const who = from.rows('meta').filter(({ name }) => name === 'device' || name === 'account');
    await tx.remove('meta', ['device', 'account']);
    await tx.put('meta', who);
    await tx.put('lanes', from.rows('lanes'));
  });
  return {
    read: (tables, run) => revive.then(() => store.read(tables, run)),
    write: (tables, run) => revive.then(() => store.write(tables, run)),
  };
}

type Get = <T extends keyof DeviceTables>(
  tx: ReadTransaction,
  table: T,
  key: Parameters<ReadTransaction['get']>[1],
) => Promise<DeviceTables[T] | undefined>;

function bendReads(store: DeviceStore, get: Get): DeviceStore {
  return {
    read: (tables, run) =>
      store.read(tables, (tx) =>
        run({
          get: (table, key) => get(tx, table, key),
          getMany: (table, keys) => tx.getMany(table, keys),
          list: (table, range) => tx.list(table, range),
          count: (table, range) => tx.count(table, range),
        }),
      ),
    write: (tables, run) =>
      store.write(tables, (tx) =>
        run({
          get: (table, key) => get(tx, table, key),
          getMany: (table, keys) => tx.getMany(table, keys),
          list: (table, range) => tx.list(table, range),
          count: (table, range) => tx.count(table, range),
          put: (table, rows) => tx.put(table, rows),
          remove: (table, keys) => tx.remove(table, keys),
        }),
      ),
  };
}
