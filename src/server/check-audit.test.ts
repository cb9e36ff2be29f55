/** `npm run audit:verify` as an operator runs it: on the data of a server that has stopped. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openRawDevice } from '#tests/support/raw-device.ts';
import { openTestDatabase } from '#tests/support/test-database.ts';
import { startTestServer } from '#tests/support/test-server.ts';

const MAIN = fileURLToPath(new URL('check-audit.ts', import.meta.url));

test('says that the log is whole and anchored; and which line is not, with code 1', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'racha-audit-'));
  const ledgerDir = join(dataDir, 'ledger');
  const verify = () =>
    promisify(execFile)(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, LEDGER_DIR: ledgerDir },
    });
  try {
    const { server } = await startTestServer({ DATA_DIR: dataDir, LEDGER_DIR: ledgerDir });
    const device = await openRawDevice(server.address);
    await device.createGroup('Sítio');
    await server.close();
    // Started; a device bound, its session opened; a group made.
    expect((await verify()).stdout).toContain('audit: 4 lines, 1 anchors met, 0 faults');

    const database = await openTestDatabase({ dataDir });
    await sql`alter table audit disable trigger audit_append_only`.execute(database.tables);
    await sql`update audit set kind = 'session.ended' where seq = 3`.execute(database.tables);
    await database.close();
    const failed = (await verify().catch((error: unknown) => error)) as { code: number; stderr: string };
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('audit: line 3: changed since it was written');
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 120_000);
