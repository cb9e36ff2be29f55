/** Keys are changed while people are on their way in: what was begun under the old one is ended under both. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SoftAuthenticator } from '#tests/support/soft-authenticator.ts';
import { openTestDatabase } from '#tests/support/test-database.ts';
import type { Database } from '../db/open-database.ts';
import { createIdentityProofs } from './identity-proofs.ts';

const folder = mkdtempSync(join(tmpdir(), 'racha-keys-'));
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase({ dataDir: folder });
}, 120_000);
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const newKey = (): string => randomBytes(32).toString('base64url');
const [older, newer] = [newKey(), newKey()];
const codes = new Map<string, string>();
const proofsWith = (...secrets: string[]) =>
  createIdentityProofs({
    db: database.tables,
    secrets,
    origin: 'https://racha.example',
    sendCode: async (email, code) => void codes.set(email, code),
  });

async function begin(email: string, ...secrets: string[]): Promise<string> {
  await proofsWith(...secrets).sendCode(email);
  const code = codes.get(email);
  if (code === undefined) throw new Error('no code was sent');
  return code;
}

test('a code sent under the old key opens while both stand', async () => {
  const code = await begin('ana@racha.example', older);
  expect(await proofsWith(newer, older).proveByCode('ana@racha.example', code)).toMatchObject({ ok: true });
});

test('a code sent under the new key opens on a node that has both, whichever is first there', async () => {
  const code = await begin('bia@racha.example', newer, older);
  expect(await proofsWith(older, newer).proveByCode('bia@racha.example', code)).toMatchObject({ ok: true });
});

test('a passkey whose ceremony began under the old key is added, and opens, while both stand', async () => {
  const code = await begin('eva@racha.example', older);
  const proof = await proofsWith(older).proveByCode('eva@racha.example', code);
  if (!proof.ok) throw new Error('not proven');
  const authenticator = new SoftAuthenticator('https://racha.example');
  const adding = await proofsWith(older).beginPasskey(proof.userId, 'Eva');
  const added = await proofsWith(newer, older).addPasskey(proof.userId, {
    response: authenticator.create(adding.options),
    ceremony: adding.ceremony,
    name: 'celular',
  });
  expect(added).toMatchObject({ ok: true });
  const entering = await proofsWith(older).beginPasskeyEntry();
  const answer = { response: authenticator.get(entering.options), ceremony: entering.ceremony };
  expect(await proofsWith(newer, older).proveByPasskey(answer)).toMatchObject({ ok: true });

  const late = await proofsWith(older).beginPasskeyEntry();
  const refused = await proofsWith(newer).proveByPasskey({
    response: authenticator.get(late.options),
    ceremony: late.ceremony,
  });
  expect(refused).toMatchObject({ ok: false });
});

test('once the old key is gone, what it sealed opens nothing', async () => {
  const code = await begin('caio@racha.example', older);
  await expect(proofsWith(newer).proveByCode('caio@racha.example', code)).rejects.toThrow();
});

test('a code lies sealed, not to be read back from the database', async () => {
  const code = await begin('davi@racha.example', newer, older);
  const { rows } = await sql<{ value: string }>`select value from auth_verifications`.execute(
    database.tables,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { value } of rows) expect(value).not.toContain(code);
});
