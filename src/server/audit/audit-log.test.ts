/** The audit log on a real database: one chain whoever writes, and nothing of it can be changed unnoticed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inviteHash } from '#protocol/canonical.ts';
import { copyEmptyCluster, newId } from '#tests/support/test-database.ts';
import { AuditStore, appendAudit } from '../db/audit-store.ts';
import { openEmbeddedPostgres } from '../db/embedded-postgres.ts';
import { migrateToLatest } from '../db/migrate.ts';
import { serialDialect } from '../db/pglite-dialect.ts';
import type { Tables } from '../db/tables.ts';
import { type AuditAnchor, anchorAudit, readAnchors } from './audit-anchors.ts';
import { AuditLog } from './audit-log.ts';
import { listAuditedOps } from './audited-ops.ts';
import { verifyAudit } from './verify-audit.ts';

const EPOCH = newId();
const folder = mkdtempSync(join(tmpdir(), 'racha-audit-'));
let db: Kysely<Tables>;
let store: AuditStore;
let anchors: readonly AuditAnchor[];
beforeAll(async () => {
  await copyEmptyCluster(folder);
  db = new Kysely<Tables>({ dialect: serialDialect(await openEmbeddedPostgres(join(folder, 'postgres'))) });
  await migrateToLatest(db);
  await db
    .insertInto('current_epoch')
    .values({ is_current: true, epoch: EPOCH, begun_at: 1, healing_until: null })
    .execute();
  store = new AuditStore(db);
  await writeFiftyLines();
  const directory = join(folder, 'ledger');
  const anchoring = anchorAudit({
    store,
    directory,
    now: () => 7,
    onFailure: (error) => {
      throw error;
    },
  });
  await anchoring.close();
  anchors = readAnchors(directory);
}, 120_000);
afterAll(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** Two nodes write at once. */
async function writeFiftyLines(): Promise<void> {
  const nodes = [1, 2].map(() => new AuditLog({ store, now: () => 1_000 }));
  await Promise.all(
    nodes.flatMap((node) =>
      Array.from({ length: 25 }, () =>
        node.record('session.opened', { accountId: newId(), deviceId: newId(), sessionId: undefined }),
      ),
    ),
  );
  await Promise.all(nodes.map((node) => node.close()));
}

/** Runs `change` past the trigger, as an owner of the database could, and takes it back afterwards. */
async function afterTampering(change: (trx: Kysely<Tables>) => Promise<unknown>) {
  const undo = new Error('undo');
  let report: Awaited<ReturnType<typeof verifyAudit>> | undefined;
  await db
    .transaction()
    .execute(async (trx) => {
      await sql`alter table audit disable trigger audit_append_only`.execute(trx);
      await change(trx);
      report = await verifyAudit(new AuditStore(trx), anchors);
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return report;
}

test('two nodes write one chain, whole and anchored', async () => {
  expect(anchors).toEqual([expect.objectContaining({ seq: 50, epoch: EPOCH })]);
  expect(await verifyAudit(store, anchors)).toEqual({ entries: 50, anchorsMet: 1, faults: [], notes: [] });
});

test('a line can be neither changed nor deleted by accident', async () => {
  for (const statement of ['update audit set at = 0', 'delete from audit', 'truncate audit']) {
    await expect(sql.raw(statement).execute(db)).rejects.toThrow('append-only');
  }
});

test.each([
  ['a changed line', 'update audit set at = at + 1 where seq = 20', 'line 20: changed since it was written'],
  [
    'another account',
    `update audit set about = replace(about, 'accountId', 'accountid') where seq = 9`,
    'line 9: changed',
  ],
  ['a line taken out', 'delete from audit where seq = 30', 'line 30: it is missing'],
  ['the end cut off', 'delete from audit where seq > 40', 'the end is not where it was left'],
])('tampering is found: %s', async (_name, statement, fault) => {
  const report = await afterTampering((trx) => sql.raw(statement).execute(trx));
  expect(report?.faults.join('\n')).toContain(fault);
});

test('a chain made anew from the first line is found by its anchor, and only by it', async () => {
  const report = await afterTampering(async (trx) => {
    await sql`delete from audit`.execute(trx);
    await sql`update audit_head set seq = 0, hash = ''`.execute(trx);
    const forger = new AuditStore(trx);
    const forged = Array.from({ length: 50 }, () => ({
      kind: 'session.opened',
      about: { accountId: newId() },
    }));
    await appendAudit(trx, forged, 1_000);
    expect((await verifyAudit(forger, [])).faults).toEqual([]);
  });
  expect(report?.faults).toEqual(['line 50: not the one that was anchored']);
});

test('the end cut off cleanly, with the mark of the end moved, is found by its anchor', async () => {
  const report = await afterTampering(async (trx) => {
    await sql`delete from audit where seq > 40`.execute(trx);
    await sql`update audit_head set seq = 40, hash = (select hash from audit where seq = 40)`.execute(trx);
  });
  expect(report?.faults).toEqual(['line 50: it is gone']);
});

test('after a restored backup, anchors of the lost history are told and are no fault', async () => {
  const lost = [{ at: 1, epoch: newId(), seq: 99, hash: 'x' }];
  const report = await verifyAudit(store, [...anchors, ...lost]);
  expect(report.faults).toEqual([]);
  expect(report.notes).toEqual(['line 99 of an earlier history is not here: a backup was restored since']);
});

test('words of people do not get in', async () => {
  const log = new AuditLog({ store, now: () => 1 });
  for (const words of ['Ana Souza', 'ana@example.com', 'não', 'a\nb', 'x'.repeat(65)]) {
    expect(() => log.record('export.made', { accountId: words })).toThrow(TypeError);
  }
});

test('of an op about people its ids and role are told, and nothing it says', () => {
  const groupId = newId();
  const ids = { opId: newId(), actorId: newId(), salt: newId() };
  const created = { name: 'Sítio', memberName: 'Ana', picture: '🧪', inviteHash: inviteHash('s') };
  const op = (type: string, body: object, version: number) => ({
    version,
    hash: 'h',
    chain: 'c',
    op: { ...ids, groupId, at: 1, v: 1, type, body: body as never },
  });
  const memberId = newId();
  const events = listAuditedOps({
    heads: [],
    entries: [
      op('group.created', created, 1),
      op('message.sent', { text: 'segredo' }, 2),
      op('member.role-changed', { memberId, role: 'admin', note: 'segredo' }, 3),
    ],
    verdicts: [{ groupId, deviceId: 'D', seq: 1, opId: ids.opId, hash: 'h', verdict: 1, first: true }],
    rows: [],
    access: [],
    parked: [],
    unparked: [],
  });
  const about = { groupId, opId: ids.opId, actorId: ids.actorId, deviceId: 'D' };
  expect(events).toEqual([
    { kind: 'group.created', about: { ...about, version: 1 } },
    { kind: 'member.role-changed', about: { ...about, version: 3, memberId, role: 'admin' } },
  ]);
});
