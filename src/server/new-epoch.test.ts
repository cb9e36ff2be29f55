/** `npm run epoch:new`, as an operator runs it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openTestDatabase } from '#tests/support/test-database.ts';

const MAIN = fileURLToPath(new URL('new-epoch.ts', import.meta.url));

function run(env: Readonly<Record<string, string>>): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN],
      { env: { PATH: process.env.PATH ?? '', ...env } },
      (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, out, err });
      },
    );
  });
}

test('refuses while a server holds the database; then the history is another one, and it heals', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'racha-epoch-'));
  const dataDir = join(folder, 'data');
  const env = { DATA_DIR: dataDir, LEDGER_DIR: join(folder, 'ledger') };
  try {
    const held = await openTestDatabase({ dataDir });
    const before = await held.log.read(async (view) => view.epoch);
    expect(before.healingUntil).toBeNull();
    expect(await run(env)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^racha: DATA_DIR .* is in use by process \d+\n$/),
    });
    expect(await held.log.read(async (view) => view.epoch)).toEqual(before);
    await held.close();

    const said = await run(env);
    expect(said).toMatchObject({ code: 0, err: '' });
    const after = await openTestDatabase({ dataDir });
    const { epoch, healingUntil } = await after.log.read(async (view) => view.epoch);
    await after.close();
    expect(said.out).toContain(`a new epoch has begun: ${epoch}\n`);
    expect(epoch).not.toBe(before.epoch);
    expect(healingUntil).toBeGreaterThan(Date.now());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
