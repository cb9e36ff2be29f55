/**
 * A process that compacts one group, to be killed at any moment: `.` on its standard output before each commit, `done` at its
 * end. DATABASE_URL, GROUP_ID and NOW (epoch ms) say where, which and when.
 */
import { writeSync } from 'node:fs';
import { mergeText } from '#domain/plans/text/merge-text.ts';
import { clearPast } from '#server/sync/clear-past.ts';
import { foldPast } from '#server/sync/fold-past.ts';
import type { LogStore } from '#server/sync/log-store.ts';
import { COMPACTED } from './compacted.ts';
import { openTestDatabase } from './test-database.ts';

const { DATABASE_URL = '', GROUP_ID = '', NOW = '' } = process.env;
const database = await openTestDatabase({ url: DATABASE_URL });
const { log } = database;
const store: LogStore = {
  read: (run) => log.read(run),
  raiseMarks: (marks) => log.raiseMarks(marks),
  transact: (run) => {
    writeSync(1, '.');
    return log.transact(run);
  },
};
const options = { store, policy: COMPACTED, merge: mergeText, now: Number(NOW) };
await foldPast(options, GROUP_ID);
await clearPast(options, GROUP_ID);
writeSync(1, 'done');
await database.close();
