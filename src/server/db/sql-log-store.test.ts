import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeLogStore } from '#tests/contract/server-log-store.ts';
import { openTestDatabase } from '#tests/support/test-database.ts';

describeLogStore('PGlite', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'racha-log-'));
  const database = await openTestDatabase({ dataDir });
  return {
    store: database.log,
    close: async () => {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
});
