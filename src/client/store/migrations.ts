/**
 * The database's versions, oldest first; the list only grows. Each names what changed since the one before, in
 * Dexie's notation, and what to do with the rows that are there. Never edit one that was released: devices that
 * hold it would not notice. `migrations.test.ts` opens a fixture of every old version and upgrades it.
 */
import type { Transaction } from 'dexie';

export interface Migration {
  readonly version: number;
  readonly stores: Readonly<Record<string, string>>;
  readonly upgrade?: (tx: Transaction) => Promise<void>;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    stores: {
      meta: 'name',
      outbox: 'order, &opId, [groupId+order]',
      lanes: 'groupId',
      tray: 'opId, groupId',
      kept: 'opId, groupId',
      cursors: 'groupId',
      groups: '[groupId+id]',
      members: '[groupId+id]',
      messages: '[groupId+id], &[groupId+version], [groupId+rowVersion]',
      marks: '[groupId+memberId]',
      parked: '[groupId+version], [groupId+targetId]',
      unknown: '[groupId+version]',
      memberships: 'groupId',
      drafts: 'groupId',
    },
  },
  // Messages of a history the server lost are set aside, readable.
  { version: 2, stores: { aside: '[groupId+id]' } },
  // When a group's rows were last compared with the server's, and how that went.
  { version: 3, stores: { checks: 'groupId' } },
  // Rows may be sealed by an app lock: a build that knows no lock must not take them for broken ones.
  { version: 4, stores: {} },
  // The accounts. What an older app passed by of them is asked for once, from where each group stands.
  {
    version: 5,
    stores: {
      expenses: '[groupId+id], [groupId+version], [groupId+date]',
      settlements: '[groupId+id], [groupId+version], [groupId+date]',
      recurrences: '[groupId+id], [groupId+version]',
      ledgers: 'groupId',
      // Photos, and ops that wait for them: a build that knows none would send those ops first.
      blobs: '[groupId+blobId], owed',
      blobParts: '[groupId+blobId+size]',
    },
    upgrade: async (tx) => {
      await tx
        .table<{ version: number; ledgerOlderThan?: number }>('cursors')
        .toCollection()
        .modify((cursor) => {
          cursor.ledgerOlderThan = cursor.version + 1;
        });
    },
  },
  // The index of search, made when somebody searches.
  { version: 6, stores: { searchParts: '[groupId+part]' } },
  // Plans. What an older app passed by of them, or had no page for, is asked for once; their texts when they are opened.
  {
    version: 7,
    stores: {
      plans: '[groupId+id], [groupId+version]',
      planComments: '[groupId+id], [groupId+version], [groupId+planId]',
      planVersions: '[groupId+id], [groupId+version], [groupId+planId]',
      planEdits: '[groupId+planId+version]',
      planTexts: '[groupId+planId]',
      typed: 'id',
    },
    upgrade: async (tx) => {
      await tx
        .table<{ version: number; plansOlderThan?: number; textsSince?: number }>('cursors')
        .toCollection()
        .modify((cursor) => {
          cursor.plansOlderThan = cursor.version + 1;
          cursor.textsSince = cursor.version;
        });
    },
  },
];
