/** `npm run epoch:new`: see `db/begin-epoch.ts`. With an embedded database, stop the server first: it holds the lock. */
import { randomBytes } from 'node:crypto';
import { formatId } from '#domain/ids.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './db/open-database.ts';
import { StartFailure } from './db/start-failure.ts';

const newId = (): string => formatId(randomBytes(16));

try {
  const database = await openDatabase(readConfig(process.env).database, { newId, now: Date.now });
  const epoch = newId();
  await database.beginEpoch(epoch);
  await database.close();
  process.stdout.write(`a new epoch has begun: ${epoch}\n`);
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  process.stderr.write(`racha: ${error.message}\n`);
  process.exitCode = 1;
}
