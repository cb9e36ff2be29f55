/** Every suite `npm test` runs, in order: cheap ones first. `scripts/test.ts` runs them and counts. */

export interface Suite {
  readonly name: string;
  /** Run with the pinned Node: a package's binary under node_modules/.bin, or `node`. */
  readonly command: readonly string[];
  /** How its result is counted: one check, or the tests its JSON report lists. */
  readonly report: 'check' | 'vitest' | 'playwright';
  /** What must be on the machine. Without it the suite is listed as not run, and fails under CI. */
  readonly needs?: readonly Need[];
}
export type Need =
  | 'chromium'
  | 'postgres'
  | 'redis'
  | 'libfaketime'
  | 'nginx'
  | 'caddy'
  | 'sslscan'
  | 'slowhttptest'
  | 'systemd-analyze'
  | 'soffice'
  | 'qpdf'
  | 'pdftotext'
  | 'unrtf'
  | 'unzip';

const vitest = (project: string): readonly string[] => [
  'vitest',
  'run',
  '--config',
  'tests/vitest.config.ts',
  '--project',
  project,
];

/** `npm run check` runs these. */
export const CHECKS: readonly Suite[] = [
  { name: 'types', command: ['tsc', '-b'], report: 'check' },
  { name: 'lint and format', command: ['biome', 'ci', '--error-on-warnings', '.'], report: 'check' },
  { name: 'import rules', command: ['node', 'scripts/check-imports.ts'], report: 'check' },
  { name: 'unused code', command: ['knip', '--config', 'scripts/knip.json'], report: 'check' },
  { name: 'docs', command: ['node', 'scripts/check-docs.ts'], report: 'check' },
  { name: 'no raw error on a screen', command: ['node', 'scripts/check-raw-errors.ts'], report: 'check' },
  { name: 'nothing of the tests ships', command: ['node', 'scripts/check-shipped.ts'], report: 'check' },
  { name: 'supply chain', command: ['node', 'scripts/check-supply-chain.ts'], report: 'check' },
  { name: 'size budget', command: ['node', 'scripts/check-size.ts'], report: 'check' },
];

export const SUITES: readonly Suite[] = [
  ...CHECKS,
  { name: 'unit', command: vitest('unit'), report: 'vitest' },
  { name: 'contract', command: vitest('contract'), report: 'vitest' },
  { name: 'postgresql', command: vitest('postgresql'), report: 'vitest', needs: ['postgres', 'redis'] },
  {
    name: 'deploy',
    command: vitest('deploy'),
    report: 'vitest',
    needs: ['nginx', 'caddy', 'sslscan', 'slowhttptest', 'systemd-analyze'],
  },
  {
    name: 'exports',
    command: vitest('exports'),
    report: 'vitest',
    needs: ['soffice', 'qpdf', 'pdftotext', 'unrtf', 'unzip'],
  },
  { name: 'simulation', command: vitest('simulation'), report: 'vitest' },
  { name: 'storm', command: vitest('storm'), report: 'vitest', needs: ['postgres', 'redis', 'libfaketime'] },
  { name: 'e2e', command: ['playwright', 'test'], report: 'playwright', needs: ['chromium'] },
];
