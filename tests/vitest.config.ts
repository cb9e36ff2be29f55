/** One project per kind of test, so that each can run alone and CI can say its minutes. */
import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;
const PG = '**/*.pg.test.ts';

export default defineConfig({
  root,
  test: {
    root,
    // Two cores here and in CI.
    maxWorkers: 2,
    projects: [
      project('unit', {
        include: ['src/**/*.test.{ts,tsx}', 'tests/support/**/*.test.ts', 'scripts/*.test.ts'],
        exclude: [PG],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project('contract', {
        include: ['tests/{contract,authorisation}/**/*.test.ts'],
        exclude: [PG],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project('postgresql', {
        include: [`src/${PG}`, `tests/contract/${PG}`],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project('exports', {
        include: ['tests/exports/**/*.test.ts'],
        // LibreOffice starts anew for each file, slowly on a machine under load.
        testTimeout: 180_000,
        hookTimeout: 180_000,
      }),
      project('simulation', { include: ['tests/sim/**/*.test.ts'], testTimeout: 900_000 }),
      project('deploy', {
        include: ['tests/deploy/**/*.test.ts'],
        testTimeout: 120_000,
        hookTimeout: 120_000,
      }),
      project('storm', {
        include: ['tests/storm/**/*.test.ts'],
        testTimeout: 600_000,
        hookTimeout: 120_000,
      }),
    ],
  },
});

function project(
  name: string,
  test: Record<string, unknown>,
): { root: string; test: Record<string, unknown> } {
  return { root, test: { name, root, environment: 'node', passWithNoTests: false, ...test } };
}
