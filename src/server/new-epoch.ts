/**
 * `npm run epoch:new`: said after a backup was restored; see `db/begin-epoch.ts`. Ends again what the ledger knows to have
 * ended. With an embedded database, stop the server first: it holds the lock. On PostgreSQL servers may run: they follow at
 * their next look.
 */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { formatId } from '#domain/ids.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './db/open-database.ts';
import { StartFailure } from './db/start-failure.ts';
import { openLedgers } from './ledger/open-ledgers.ts';

const newId = (): string => formatId(randomBytes(16));
const fail = (line: string): void => {
  process.stderr.write(`racha: ${line}\n`);
  process.exitCode = 1;
};

try {
  const config = readConfig(process.env);
  const database = await openDatabase(config.database, { newId, now: Date.now });
  const ledgers = openLedgers({
    directory: resolve(config.ledgerDirectory),
    onFailure: (error) => fail(`LEDGER_DIR: not writable (${(error as NodeJS.ErrnoException).code})`),
  });
  // First: in no epoch may anybody read a group they have left.
  const remembered = await ledgers.remember(database, Date.now());
  const epoch = newId();
  await database.beginEpoch(epoch);
  await ledgers[Symbol.asyncDispose]();
  await database.close();
  process.stdout.write(`a new epoch has begun: ${epoch}\n`);
  process.stdout.write(`memberships ended again by the ledger: ${remembered.removals}\n`);
  process.stdout.write(`links revoked again by the ledger: ${remembered.revocations}\n`);
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  fail(error.message);
}
