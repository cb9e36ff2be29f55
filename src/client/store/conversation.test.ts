/** The conversation's window: opens at the end of 50,000 messages, grows backwards, rebuilds only what changed. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import type { MemberRow, MessageRow } from '#domain/rows.ts';
import { edited, idOf, reacted, sent } from '#tests/support/ops.ts';
import { openDatabase } from './database.ts';
import { createReader } from './read.ts';
import type { ConversationSnapshot, ConversationSource } from './read-types.ts';
import type { OutboxEntry } from './tables.ts';

const GROUP = idOf('group');
const ANA = idOf('ana');
const BIA = idOf('bia');

let opened = 0;

function message(version: number, authorId = BIA): MessageRow {
  return {
    groupId: GROUP,
    id: idOf(`m${version}`),
    version,
    rowVersion: version,
    kind: 'text',
    authorId,
    at: 1_790_000_000_000 + version,
    text: `mensagem ${version}`,
    replyTo: null,
    mentions: [],
    editedAt: null,
    deletedBy: null,
    reactions: {},
    notice: null,
  };
}

function member(id: string, name: string): MemberRow {
  const base = { groupId: GROUP, version: 1, rowVersion: 1, status: 'active', joinedAt: 0 } as const;
  return { ...base, id, name, role: 'member' };
}

async function openGroup(messages: readonly MessageRow[]) {
  // Dexie shares its cache between databases of one name, whatever factory they come from.
  const db = openDatabase({ name: `racha-${++opened}`, indexedDB: new IDBFactory(), IDBKeyRange });
  const head = messages.at(-1)?.version ?? 0;
  await db.memberships.put({
    groupId: GROUP,
    memberId: ANA,
    state: 'member',
    inviteSecret: null,
    invitedName: 'Rolê',
    waiting: null,
  });
  await db.members.bulkPut([member(ANA, 'Ana'), member(BIA, 'Bia')]);
  await db.messages.bulkPut([...messages]);
  await db.cursors.put({ groupId: GROUP, version: head, chain: '', head, olderThan: null });
  const put = async (rows: MessageRow[], version: number) =>
    db.transaction('rw', ['messages', 'cursors'], async () => {
      await db.messages.bulkPut(rows);
      await db.cursors.put({ groupId: GROUP, version, chain: '', head: version, olderThan: null });
    });
  return { db, put, reader: createReader(db) };
}

/** Resolves with the first snapshot that `isIt` accepts. */
function until(
  source: ConversationSource,
  isIt: (snapshot: ConversationSnapshot) => boolean,
): Promise<ConversationSnapshot> {
  return new Promise((resolve) => {
    const look = () => {
      const snapshot = source.getSnapshot();
      if (snapshot.ready && isIt(snapshot)) resolve(snapshot);
    };
    source.subscribe(look);
    look();
  });
}

function owed(order: number, op: OutboxEntry['op']): OutboxEntry {
  return { order, groupId: GROUP, opId: op.opId, op, seq: null, version: null, proof: null, bytes: 1 };
}

const texts = ({ messages }: ConversationSnapshot) => messages.map(({ text }) => text);

describe('a conversation', () => {
  test('of 50,000 messages opens at its end and reads a page of them', async () => {
    const { db, reader } = await openGroup(Array.from({ length: 50_000 }, (_, i) => message(i + 1)));
    let read = 0;
    db.messages.hook('reading', (row) => {
      read += 1;
      return row;
    });
    const source = await reader.openConversation(GROUP);
    const snapshot = await until(source, () => true);
    expect(snapshot.messages.at(-1)?.text).toBe('mensagem 50000');
    expect(snapshot.hasOlder).toBe(true);
    expect(snapshot.unread).toBe(200);
    expect(read).toBeLessThan(500);

    expect(await source.loadOlder()).toBe(true);
    expect(source.getSnapshot().messages.length).toBe(2 * snapshot.messages.length);
    expect(source.getSnapshot().messages.at(-1)).toBe(snapshot.messages.at(-1));
    expect(await source.reveal(idOf('m49000'))).toBe(true);
    expect(source.getSnapshot().messages.some(({ text }) => text === 'mensagem 49000')).toBe(true);
    source.close();
    db.close();
  }, 60_000);

  test('with less than a page on the device goes on with what comes from the server', async () => {
    const { db, reader } = await openGroup([message(8), message(9)]);
    const cursor = { groupId: GROUP, version: 9, chain: '', head: 9 };
    await db.cursors.put({ ...cursor, olderThan: 8 });
    const source = await reader.openConversation(GROUP);
    const opened = await until(source, () => true);
    expect(opened).toMatchObject({ hasOlder: true, heldFrom: 8 });
    expect(await source.loadOlder()).toBe(false);

    await db.transaction('rw', ['messages', 'cursors'], async () => {
      await db.messages.bulkPut([5, 6, 7].map((version) => message(version)));
      await db.cursors.put({ ...cursor, olderThan: 5 });
    });
    await until(source, ({ heldFrom }) => heldFrom === 5);
    expect(await source.loadOlder()).toBe(true);
    expect(texts(source.getSnapshot())).toEqual([5, 6, 7, 8, 9].map((version) => `mensagem ${version}`));

    await db.transaction('rw', ['messages', 'cursors'], async () => {
      await db.messages.bulkPut([1, 2, 3, 4].map((version) => message(version)));
      await db.cursors.put({ ...cursor, olderThan: null });
    });
    await until(source, ({ heldFrom }) => heldFrom === 0);
    expect(await source.loadOlder()).toBe(true);
    expect(source.getSnapshot().messages).toHaveLength(9);
    expect(source.getSnapshot().hasOlder).toBe(false);
    source.close();
    db.close();
  });

  test('is read whole, every message once and in order, whatever waits or was set aside', async () => {
    const count = 1_200;
    const { db, reader } = await openGroup(Array.from({ length: count }, (_, i) => message(i + 1, ANA)));
    await db.outbox.bulkPut([
      owed(1, sent('ana', 'p1', 'esperando')),
      owed(2, edited('ana', 'm3', 'mudada')),
    ]);
    // One that the log has again, one that it lost in the middle, one after everything.
    const lost = { ...message(700.5), id: idOf('perdida'), at: message(700).at + 0.5, text: 'perdida' };
    const newest = { ...message(5_000), id: idOf('perdida-2'), text: 'perdida por último' };
    await db.aside.bulkPut([message(7), lost, newest]);
    const source = await reader.openConversation(GROUP);
    const pages: string[][] = [];
    for await (const page of source.readAll()) pages.push(page.map(({ text }) => text));
    const expected = Array.from({ length: count }, (_, i) => `mensagem ${i + 1}`);
    expected[2] = 'mudada';
    expected.splice(700, 0, 'perdida');
    expect(pages.flat()).toEqual([...expected, 'perdida por último', 'esperando']);
    expect(pages.length).toBeGreaterThan(2);
    expect(source.getSnapshot().ready).toBe(false);
    db.close();
  });

  test('shows confirmed in the order of the log, own pending last, and its changes laid over', async () => {
    const { db, reader } = await openGroup([message(1), message(2, ANA)]);
    await db.outbox.bulkPut([
      owed(1, sent('ana', 'p1', 'pendente', { replyTo: idOf('m1') })),
      owed(2, edited('ana', 'm2', 'corrigida')),
      owed(3, reacted('ana', 'm1', '🎉')),
    ]);
    const source = await reader.openConversation(GROUP);
    const snapshot = await until(source, ({ messages }) => messages.length === 3);
    expect(texts(snapshot)).toEqual(['mensagem 1', 'corrigida', 'pendente']);
    expect(snapshot.messages.map(({ status }) => status)).toEqual([null, 'sent', 'waiting']);
    expect(snapshot.messages[0]?.reactions).toEqual([{ emoji: '🎉', names: ['Ana'], mine: true }]);
    expect(snapshot.messages[2]).toMatchObject({ version: null, own: true });
    expect(snapshot.messages[2]?.replyTo).toMatchObject({ authorName: 'Bia', text: 'mensagem 1' });
    source.close();
    db.close();
  });

  test('leaves out a row that lost its fields, and shows the others', async () => {
    const { db, reader } = await openGroup([message(1), message(2), message(3)]);
    const torn = { groupId: GROUP, id: idOf('m2'), version: 2, rowVersion: 2 };
    await db.table('messages').put(torn);
    const source = await reader.openConversation(GROUP);
    const snapshot = await until(source, () => true);
    expect(texts(snapshot)).toEqual(['mensagem 1', 'mensagem 3']);
    source.close();
    db.close();
  });

  test('keeps the object of every message that did not change', async () => {
    const { db, put, reader } = await openGroup([message(1), message(2)]);
    const source = await reader.openConversation(GROUP);
    const before = await until(source, () => true);
    await put([{ ...message(2), text: 'editada', rowVersion: 3, editedAt: 1 }, message(4)], 4);
    const after = await until(source, ({ messages }) => messages.length === 3);
    expect(texts(after)).toEqual(['mensagem 1', 'editada', 'mensagem 4']);
    expect(after.messages[0]).toBe(before.messages[0]);
    expect(after.messages[1]).not.toBe(before.messages[1]);
    source.close();
    db.close();
  });

  test('says how far the others have received and read', async () => {
    const { db, reader } = await openGroup([message(1, ANA), message(2, ANA), message(3, ANA)]);
    await db.marks.put({ groupId: GROUP, memberId: BIA, delivered: 2, read: 1 });
    const source = await reader.openConversation(GROUP);
    const snapshot = await until(source, () => true);
    expect(snapshot.messages.map(({ status }) => status)).toEqual(['read', 'delivered', 'sent']);
    source.close();
    db.close();
  });

  test('a history that begins anew is shown anew', async () => {
    const { db, reader } = await openGroup([message(1), message(2), message(3)]);
    const source = await reader.openConversation(GROUP);
    await until(source, ({ messages }) => messages.length === 3);
    await db.transaction('rw', ['messages', 'cursors', 'aside'], async () => {
      await db.aside.bulkPut(await db.messages.toArray());
      await db.messages.clear();
      await db.cursors.clear();
    });
    expect(texts(await until(source, ({ messages }) => messages.length === 3))).toHaveLength(3);
    await db.transaction('rw', ['messages', 'cursors', 'aside'], async () => {
      await db.messages.bulkPut([message(1), { ...message(2), id: idOf('other'), text: 'outra' }]);
      await db.aside.delete([GROUP, idOf('m1')]);
      await db.cursors.put({ groupId: GROUP, version: 2, chain: '', head: 2, olderThan: null });
    });
    const anew = await until(source, ({ messages }) => messages.length === 4);
    expect([...texts(anew)].sort()).toEqual(['mensagem 1', 'mensagem 2', 'mensagem 3', 'outra']);
    source.close();
    db.close();
  });

  test('what a group that was had anew no longer holds is not shown', async () => {
    const { db, put, reader } = await openGroup([message(1), { ...message(2), kind: 'notice' }, message(3)]);
    await db.cursors.clear();
    const source = await reader.openConversation(GROUP);
    await until(source, ({ messages }) => messages.length === 3);
    await db.messages.delete([GROUP, idOf('m2')]);
    await put([message(4)], 4);
    const anew = await until(source, ({ messages }) => messages.some(({ text }) => text === 'mensagem 4'));
    expect(texts(anew)).toEqual(['mensagem 1', 'mensagem 3', 'mensagem 4']);
    source.close();
    db.close();
  });

  test('rows that were repaired show at once, though no version moved', async () => {
    const { db, reader } = await openGroup([message(1), { ...message(2), text: 'estragada' }]);
    const source = await reader.openConversation(GROUP);
    await until(source, ({ messages }) => messages.length === 2);
    await db.transaction('rw', ['messages', 'cursors'], async () => {
      await db.messages.bulkPut([message(2), message(3)]);
      await db.cursors.update(GROUP, { repairs: 1 });
    });
    const repaired = await until(source, ({ messages }) => messages.length === 3);
    expect(texts(repaired)).toEqual(['mensagem 1', 'mensagem 2', 'mensagem 3']);
    source.close();
    db.close();
  });
});
