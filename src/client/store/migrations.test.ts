/** Every old version of the database, as a device holds it, comes through an upgrade with the same rows. */
import Dexie from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { idOf, sent } from '#tests/support/ops.ts';
import { openDatabase } from './database.ts';
import { MIGRATIONS } from './migrations.ts';
import { DEVICE_SCHEMA } from './tables.ts';

const GROUP = idOf('group');

/** A row of each table, as version 1 wrote them. Never changed: what is on devices does not change either. */
const VERSION_1_ROWS: Readonly<Record<string, object>> = {
  meta: { name: 'device', value: { deviceId: idOf('device'), deviceSecret: 'A'.repeat(43) } },
  outbox: {
    order: 1,
    groupId: GROUP,
    opId: idOf('op'),
    op: { ...sent('ana', 'm1', 'olá 👋🏽'), opId: idOf('op') },
    seq: 1,
    version: null,
    proof: null,
    bytes: 300,
  },
  lanes: { groupId: GROUP, nextSeq: 2 },
  tray: { opId: idOf('refused'), groupId: GROUP, groupName: 'Rolê', op: {}, kind: 'invalid', since: 1 },
  kept: {
    opId: idOf('kept'),
    groupId: GROUP,
    op: {},
    proof: null,
    version: 1,
    epoch: idOf('e'),
    keptSince: 1,
  },
  cursors: { groupId: GROUP, version: 1, chain: 'B'.repeat(43), head: 1, olderThan: null },
  groups: { groupId: GROUP, id: GROUP, version: 1, rowVersion: 1, name: 'Rolê' },
  members: { groupId: GROUP, id: idOf('ana'), version: 1, rowVersion: 1, name: 'Ana' },
  messages: { groupId: GROUP, id: idOf('m0'), version: 1, rowVersion: 1, text: 'oi' },
  marks: { groupId: GROUP, memberId: idOf('ana'), delivered: 1, read: 1 },
  parked: { groupId: GROUP, version: 9, targetId: idOf('x'), op: {} },
  unknown: { groupId: GROUP, version: 8, op: {} },
  memberships: { groupId: GROUP, memberId: idOf('ana'), state: 'member', inviteSecret: null },
  drafts: { groupId: GROUP, text: 'a meio', replyTo: null, editing: null },
};

async function openFixture(version: number, indexedDB: IDBFactory): Promise<void> {
  const old = new Dexie('racha', { indexedDB, IDBKeyRange });
  for (const migration of MIGRATIONS.filter((one) => one.version <= version)) {
    old.version(migration.version).stores({ ...migration.stores });
  }
  for (const [table, row] of Object.entries(VERSION_1_ROWS)) await old.table(table).put(row);
  old.close();
}

describe('upgrades', () => {
  test.each(MIGRATIONS.map(({ version }) => version))('from version %i keep every row', async (version) => {
    const indexedDB = new IDBFactory();
    await openFixture(version, indexedDB);
    const database = openDatabase({ indexedDB, IDBKeyRange });
    for (const [table, row] of Object.entries(VERSION_1_ROWS)) {
      // The accounts and plans of a group that was had by an app without them are asked for once.
      const accounts = version < 5 ? { ledgerOlderThan: 2 } : {};
      const plans = version < 7 ? { plansOlderThan: 2, textsSince: 1 } : {};
      const mended = table === 'cursors' ? { ...row, ...accounts, ...plans } : row;
      expect(await database.table(table).toArray()).toEqual([mended]);
    }
    expect(database.verno).toBe(MIGRATIONS.length);
    database.close();
  });

  test('one that breaks halfway leaves the old version and its rows', async () => {
    const indexedDB = new IDBFactory();
    await openFixture(MIGRATIONS.length, indexedDB);
    const broken = new Dexie('racha', { indexedDB, IDBKeyRange });
    for (const { version, stores } of MIGRATIONS) broken.version(version).stores({ ...stores });
    broken
      .version(MIGRATIONS.length + 1)
      .stores({})
      .upgrade(async (tx) => {
        await tx.table('outbox').clear();
        throw new Error('battery empty');
      });
    await expect(broken.open()).rejects.toThrow('battery empty');
    broken.close();
    const database = openDatabase({ indexedDB, IDBKeyRange });
    expect(await database.outbox.count()).toBe(1);
    database.close();
  });

  test('lead to the schema that the engine and the simulation know', () => {
    const reached = Object.assign({}, ...MIGRATIONS.map(({ stores }) => stores));
    expect(reached).toEqual(DEVICE_SCHEMA);
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  });
});
