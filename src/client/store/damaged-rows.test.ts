/** One row that does not say what it should must not keep a whole group from being read. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import type { MemberRow } from '#domain/rows.ts';
import { closeDatabase, openDatabase } from './database.ts';
import { createSummaryReader } from './group-summaries.ts';
import { readGroup, readQueue } from './later-reads.ts';

const NOW = 1_790_000_000_000;
const WORDS = { hiddenName: () => 'Pessoa removida', photo: () => '', namelessGroup: () => 'Grupo sem nome' };

it('a member whose name is damaged has none; the others and the group are read', async () => {
  const db = openDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
  const member = (id: string, name: unknown) =>
    ({ groupId: 'g', id, name, role: 'member', status: 'active', rowVersion: 1 }) as unknown as MemberRow;
  await db.memberships.put({
    groupId: 'g',
    memberId: 'ana',
    state: 'member',
    inviteSecret: null,
    invitedName: 'Floripa',
    waiting: null,
  });
  await db.members.bulkPut([member('ana', 'Ana'), member('bia', null), member('caio', 'Caio')]);
  const group = await readGroup(db, 'g', WORDS);
  expect(group?.members.map(({ name }) => name)).toEqual(['', 'Ana', 'Caio']);
  closeDatabase(db);
});

it('a group whose own row has not come back has a name to be found by, in the list, on its screen and in the queue', async () => {
  const db = openDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
  await db.memberships.put({
    groupId: 'g',
    memberId: 'ana',
    state: 'member',
    inviteSecret: null,
    invitedName: null,
    waiting: null,
  });
  expect((await createSummaryReader(db, WORDS)()).map(({ name }) => name)).toEqual(['Grupo sem nome']);
  const op = { opId: 'o', groupId: 'g', actorId: 'ana', at: NOW, type: 'message.sent', v: 1, salt: '' };
  await db.outbox.put({
    order: 1,
    groupId: 'g',
    opId: 'o',
    op: { ...op, body: { messageId: 'm', text: 'oi' } },
    seq: null,
    version: null,
    proof: null,
    bytes: 100,
  });
  expect((await readGroup(db, 'g', WORDS))?.name).toBe('Grupo sem nome');
  expect((await readQueue(db, WORDS)).map(({ groupName }) => groupName)).toEqual(['Grupo sem nome']);
  closeDatabase(db);
});
