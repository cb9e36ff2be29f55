import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDigests } from '#tests/contract/digest-agreement.ts';
import { describePast } from '#tests/contract/past-agreement.ts';
import { describeLogStore, type OpenedLogStore } from '#tests/contract/server-log-store.ts';
import { describePlanTexts } from '#tests/contract/server-plan-texts.ts';
import { openTestDatabase } from '#tests/support/test-database.ts';

async function open(): Promise<OpenedLogStore> {
  const dataDir = mkdtempSync(join(tmpdir(), 'racha-log-'));
  const database = await openTestDatabase({ dataDir });
  return {
    store: database.log,
    close: async () => {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

describeLogStore('PGlite', open);
describeDigests('PGlite', open);
describePast('PGlite', open);
describePlanTexts('PGlite', open);
