/**
 * Before the doors open: what the ledger knows and the database does not (a restored backup) is committed again; what the
 * database knows and the ledger does not (its line was torn, or it is new) is written down.
 */
import type { Database } from '../db/open-database.ts';
import { applyRemovals, type RemovalLedger } from '../sync/removal-ledger.ts';

/** Returns how many leaves were committed again. `now`: epoch ms. */
export async function rememberRemovals(
  database: Database,
  ledger: RemovalLedger,
  now: number,
): Promise<number> {
  const { applied } = await applyRemovals(database.log, ledger, now);
  const known = new Set(ledger.list().flatMap(({ left }) => (left ? [`${left.groupId} ${left.opId}`] : [])));
  const missing = (await database.listRemovals()).filter(
    ({ left }) => left !== null && !known.has(`${left.groupId} ${left.opId}`),
  );
  if (missing.length > 0) await ledger.record(missing);
  return applied;
}
