/**
 * `npm run audit:verify`: is the audit log what was written? Ends with code 1 when not. With an embedded database, stop
 * the server first: it holds the lock.
 */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { formatId } from '#domain/ids.ts';
import { readAnchors } from './audit/audit-anchors.ts';
import { verifyAudit } from './audit/verify-audit.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './db/open-database.ts';
import { StartFailure } from './db/start-failure.ts';

try {
  const config = readConfig(process.env);
  const database = await openDatabase(config.database, {
    newId: () => formatId(randomBytes(16)),
    now: Date.now,
  });
  const anchors = readAnchors(resolve(config.ledgerDirectory));
  const report = await verifyAudit(database.audit, anchors).finally(() => database.close());
  for (const note of report.notes) process.stdout.write(`audit: ${note}\n`);
  for (const fault of report.faults) process.stderr.write(`audit: ${fault}\n`);
  const { entries, anchorsMet, faults } = report;
  process.stdout.write(`audit: ${entries} lines, ${anchorsMet} anchors met, ${faults.length} faults\n`);
  if (faults.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  process.stderr.write(`racha: ${error.message}\n`);
  process.exitCode = 1;
}
