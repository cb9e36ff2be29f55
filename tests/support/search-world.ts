/** A device with one group, two people and an index of search over a real IndexedDB schema, for the tests of search. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { onTestFinished } from 'vitest';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { openSearchDesk, type SearchDesk } from '#client/search-index/search-desk.ts';
import type { SearchFilters, SearchHit } from '#client/search-index/search-query.ts';
import { closeDatabase, type DeviceDatabase, openDatabase } from '#client/store/database.ts';
import { createDexieStore } from '#client/store/dexie-store.ts';
import type { MessageRow } from '#domain/rows.ts';
import type { SearchReply } from '#protocol/search.ts';
import { idOf } from './ops.ts';

export const GROUP = idOf('group');
export const [ANA, BIA] = [idOf('ana'), idOf('bia')];
let databases = 0;

export function message(
  name: string,
  version: number,
  text: string,
  more: Partial<MessageRow> = {},
): MessageRow {
  return {
    groupId: GROUP,
    id: idOf(name),
    version,
    rowVersion: version,
    kind: 'text',
    authorId: ANA,
    at: version * 1_000,
    text,
    replyTo: null,
    mentions: [],
    editedAt: null,
    deletedBy: null,
    reactions: {},
    notice: null,
    ...more,
  };
}

export interface World {
  readonly db: DeviceDatabase;
  readonly store: DeviceStore;
  put(rows: readonly MessageRow[], head?: number): Promise<void>;
}

export async function openWorld(): Promise<World> {
  databases += 1;
  const db = openDatabase({ name: `search${databases}`, indexedDB: new IDBFactory(), IDBKeyRange });
  onTestFinished(() => closeDatabase(db));
  const store = createDexieStore(db);
  const member = (id: string, name: string) => ({
    groupId: GROUP,
    id,
    version: 1,
    rowVersion: 1,
    name,
    role: 'member' as const,
    status: 'active' as const,
    joinedAt: 1,
  });
  await db.memberships.put({
    groupId: GROUP,
    memberId: ANA,
    state: 'member',
    inviteSecret: null,
    invitedName: 'Sítio',
    waiting: null,
  });
  await db.members.bulkPut([member(ANA, 'Ana'), member(BIA, 'Bia')]);
  const put: World['put'] = (rows, head = Math.max(0, ...rows.map(({ rowVersion }) => rowVersion))) =>
    store.write(['messages', 'cursors'], async (tx) => {
      await tx.put('messages', rows);
      const chain = 'A'.repeat(43);
      await tx.put('cursors', [
        { groupId: GROUP, version: head, chain, head, olderThan: null, ledgerOlderThan: null },
      ]);
    });
  return { db, store, put };
}

export async function openDesk({ db }: World, told?: SearchReply): Promise<SearchDesk> {
  const desk = openSearchDesk({
    db,
    words: { hiddenName: () => 'Alguém', photo: () => '' },
    fetchFound: async ({ table }) => told && only(told, (one) => (one === 'plans') === (table === 'plans')),
    breathe: () => Promise.resolve(),
    onChanged: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  onTestFinished(() => desk.stop());
  await desk.whole;
  return desk;
}

/** As the server tells it: plans for who asks for them, and nothing else then. */
function only(told: SearchReply, isTold: (table: string) => boolean): SearchReply {
  return 'wait' in told ? told : { ...told, rows: told.rows.filter(({ table }) => isTold(table)) };
}

const wordsOf = (hits: readonly SearchHit[]): string[] =>
  hits.map(({ title, line }) => (line.text === '' ? title.text : line.text));
export const find = async (desk: SearchDesk, text: string, filters: SearchFilters = {}): Promise<string[]> =>
  wordsOf((await desk.ask({ text, filters }))?.hits ?? []);
export const partsWith = async ({ db }: World, word: string): Promise<string[]> =>
  (await db.searchParts.toArray())
    .filter(({ data }) => new TextDecoder().decode(data).includes(word))
    .map(({ part }) => part);
