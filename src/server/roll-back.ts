/** `npm run db:rollback`: takes the newest migration back. With an embedded database, stop the server first. */
import { readConfig } from './config.ts';
import { rollBackMigration } from './db/open-database.ts';
import { StartFailure } from './db/start-failure.ts';

try {
  const name = await rollBackMigration(readConfig(process.env).database);
  process.stdout.write(`taken back: ${name}\n`);
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  process.stderr.write(`racha: ${error.message}\n`);
  process.exitCode = 1;
}
