/**
 * Does the time of an answer tell whether an address is known? Codes asked for, and wrong codes tried, for addresses that
 * protect an account and for ones that nobody ever proved, in turns, on a database of its own.
 *
 *   node bench/same-answer.ts [--rounds N]     one line of JSON; milliseconds
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createIdentityProofs } from '#server/accounts/identity-proofs.ts';
import { openTestDatabase } from '#tests/support/test-database.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'racha-same-answer-'));
const database = await openTestDatabase({ dataDir: folder });
const codes = new Map<string, string>();
const proofs = createIdentityProofs({
  db: database.tables,
  secrets: [randomBytes(32).toString('base64url')],
  origin: 'https://racha.example',
  sendCode: async (email, code) => void codes.set(email, code),
});

const known = Array.from({ length: rounds }, (_, i) => `known${i}@racha.example`);
for (const email of known) {
  await proofs.sendCode(email);
  const proof = await proofs.proveByCode(email, codes.get(email) ?? '');
  if (!proof.ok) throw new Error('a right code was not taken');
}

const times = { 'ask known': [], 'ask unknown': [], 'try known': [], 'try unknown': [] } as Record<
  string,
  number[]
>;
const measure = async (name: string, run: () => Promise<unknown>): Promise<void> => {
  const began = performance.now();
  await run();
  times[name]?.push(performance.now() - began);
};
for (const [i, email] of known.entries()) {
  const unknown = `nobody${i}@racha.example`;
  // Whoever comes second finds warm caches: by turns.
  const pair = [['known', email] as const, ['unknown', unknown] as const];
  for (const [who, address] of i % 2 === 0 ? pair : pair.toReversed()) {
    await measure(`ask ${who}`, () => proofs.sendCode(address));
    await measure(`try ${who}`, () => proofs.proveByCode(address, '000000'));
  }
}
const at = (name: string, share: number): number => {
  const sorted = (times[name] ?? []).toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 100) / 100;
};
const figures = Object.keys(times).map((name) => [name, { p50: at(name, 0.5), p95: at(name, 0.95) }]);
process.stdout.write(`${JSON.stringify({ rounds, ...Object.fromEntries(figures) })}\n`);
await database.close();
rmSync(folder, { recursive: true, force: true });
