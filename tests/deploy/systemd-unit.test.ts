/** The shipped unit, as systemd itself reads it: without a complaint, and shut in as it says. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'racha-unit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** Of ten: lower is less exposed. It stands at 1.7; above 2 some line of the unit was lost. */
const EXPOSURE_MAX = 2;

function analyze(...words: readonly string[]): { readonly status: number | null; readonly said: string } {
  const unit = join(folder, 'racha.service');
  const shipped = readFileSync(new URL('../../deploy/racha.service', import.meta.url), 'utf8');
  // Where it is installed there is a node at this path; here there is another.
  writeFileSync(unit, shipped.replace('/opt/racha/node_modules/.bin/node', process.execPath));
  const ran = spawnSync('systemd-analyze', [...words, unit], { encoding: 'utf8' });
  if (ran.error) throw ran.error;
  return { status: ran.status, said: ran.stdout + ran.stderr };
}

test('systemd reads every line of it, and knows them all', () => {
  expect(analyze('verify')).toEqual({ status: 0, said: '' });
});

test('it leaves the server little of the machine', () => {
  const { said } = analyze('security', '--offline=true');
  const exposure = Number(/exposure level for racha\.service: ([\d.]+)/.exec(said)?.[1]);
  expect(exposure).toBeLessThanOrEqual(EXPOSURE_MAX);
});
