/**
 * The audit log in SQL. Appending locks the chain's end, so that several nodes make one chain; in a commit of pushes it
 * is locked after the groups' heads, everywhere, so that no two wait for each other.
 */
import { type Kysely, sql } from 'kysely';
import {
  type AuditAbout,
  type AuditEntry,
  type AuditEvent,
  type AuditHead,
  hashEntry,
  requireIdsOnly,
  writeAbout,
} from '../audit/audit-entry.ts';
import type { Tables } from './tables.ts';

/** Within the transaction `trx`: its lines are in the log exactly when the rest of it is. `now`: epoch ms. */
export async function appendAudit(
  trx: Kysely<Tables>,
  events: readonly AuditEvent[],
  now: number,
): Promise<void> {
  if (events.length === 0) return;
  for (const event of events) requireIdsOnly(event);
  const head = await trx
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .forUpdate()
    .executeTakeFirstOrThrow();
  let last: AuditHead = head;
  const rows = events.map((event) => {
    last = { seq: last.seq + 1, hash: hashEntry(last, event, now) };
    return { ...last, at: now, kind: event.kind, about: writeAbout(event.about) };
  });
  await trx.insertInto('audit').values(rows).execute();
  await trx.updateTable('audit_head').set({ seq: last.seq, hash: last.hash }).execute();
}

export class AuditStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** One transaction. Throws what the database throws. */
  async append(events: readonly AuditEvent[], now: number): Promise<void> {
    await this.#db.transaction().execute((trx) => appendAudit(trx, events, now));
  }

  async readHead(): Promise<AuditHead & { readonly epoch: string }> {
    const { rows } = await sql<AuditHead & { epoch: string }>`
      select h.seq, h.hash, e.epoch from audit_head h cross join current_epoch e
    `.execute(this.#db);
    const [head] = rows;
    if (!head) throw new Error('the audit log has no end');
    return head;
  }

  /** A page of entries after `seq`, ascending. */
  async listAfter(seq: number, limit: number): Promise<AuditEntry[]> {
    const rows = await this.#db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map(({ about, ...rest }) => ({ ...rest, about: JSON.parse(about) as AuditAbout }));
  }
}
