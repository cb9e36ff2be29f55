/** What time does to a proof, and what the database keeps of one. The rest: `tests/contract/accounts.ts`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, openTestDatabase } from '#tests/support/test-database.ts';
import type { Database } from '../db/open-database.ts';
import { createIdentityProofs, type IdentityProofs } from './identity-proofs.ts';
import { hashSecret, newToken } from './secrets.ts';

const EMAIL = 'ana@racha.test';
let dataDir: string;
let database: Database;
let proofs: IdentityProofs;
let sent = '';
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'racha-proofs-'));
  database = await openTestDatabase({ dataDir });
  proofs = createIdentityProofs({
    db: database.tables,
    secrets: [newToken()],
    origin: 'http://localhost:3000',
    sendCode: async (_email, code) => {
      sent = code;
    },
  });
}, 60_000);
afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a code past its ten minutes is told to be, and is gone', async () => {
  await proofs.sendCode(EMAIL);
  await sql`update auth_verifications set expires_at = now() - interval '1 second'`.execute(database.tables);
  expect(await proofs.proveByCode(EMAIL, sent)).toEqual({ ok: false, error: 'expired' });
  expect(await proofs.proveByCode(EMAIL, sent)).toEqual({ ok: false, error: 'wrong-code' });
});

test('a code lives ten minutes, and the database keeps neither it nor the address it went to', async () => {
  await proofs.sendCode(EMAIL);
  const { rows } = await sql<{ seconds: number; text: string }>`
    select extract(epoch from expires_at - now())::float8 as seconds, v::text as text
    from auth_verifications v where expires_at > now()
  `.execute(database.tables);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.seconds).toBeGreaterThan(9 * 60);
  expect(rows[0]?.seconds).toBeLessThanOrEqual(10 * 60);
  expect(rows[0]?.text).not.toContain(EMAIL);
  expect(rows[0]?.text).not.toContain(sent);
});

test('a request to be let in is nothing after its time, answered or not', async () => {
  const secretHash = hashSecret(newToken());
  const codeHash = hashSecret('K7QD2M9X');
  const requestId = newId();
  const accountId = newId();
  await database.accounts.bindDevice({ accountId, deviceId: newId(), secretHash }, 0);
  const request = { requestId, secretHash, codeHash, deviceName: 'x', number: '42', expiresAt: 1_000 };
  await database.protections.addLinkRequest(request);
  expect(await database.protections.getLinkRequest(codeHash, 1_000)).toBeUndefined();
  expect(await database.protections.answerLinkRequest(codeHash, accountId, 1_000)).toBe(false);
  expect(await database.protections.answerLinkRequest(codeHash, accountId, 999)).toBe(true);
  expect(await database.protections.takeLinkAnswer(requestId, secretHash, 1_000)).toEqual({
    state: 'expired',
  });
});
