/**
 * `npm test [-- suite …]`: runs the suites one after another, prints a line each, and closes with
 * `N passed, N failed`. `npm run check` is the same for the static checks alone.
 *
 * A suite whose machine part is missing is listed as not run; with CI=true it fails. A suite that reports no
 * test at all fails: silence is not success.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKS, type Need, SUITES, type Suite } from './suites.ts';
import { type Ran, readReport } from './test-reports.ts';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules/.bin');
const reports = join(root, '.cache/reports');
const inCi = process.env.CI === 'true';
const COMPLAINTS_MAX = 4_000;

const args = process.argv.slice(2);
const chosen = choose(args);
mkdirSync(reports, { recursive: true });

const total: Count = { passed: 0, failed: 0, skipped: 0 };
const notRun: string[] = [];
const failures: string[] = [];
const secondTries: string[] = [];
/** The end of what the running suite said on its error stream. */
let complaints = '';
for (const suite of chosen) await runSuite(suite);
if (notRun.length > 0) console.log(`\nnot run here:\n${notRun.map((line) => `  ${line}`).join('\n')}`);
if (secondTries.length > 0)
  console.log(`\npassed only at the second try:\n${secondTries.map((line) => `  ${line}`).join('\n')}`);
if (failures.length > 0) console.log(`\nfailed:\n${failures.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

function choose(names: readonly string[]): readonly Suite[] {
  if (names.includes('--checks')) return CHECKS;
  if (names.length === 0) return SUITES;
  const suites = SUITES.filter(({ name }) => names.includes(name));
  if (suites.length > 0) return suites;
  console.error(`no such suite; there are: ${SUITES.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

async function runSuite(suite: Suite): Promise<void> {
  const missing = (suite.needs ?? []).filter((need) => !isHere(need));
  if (missing.length > 0) {
    notRun.push(`${suite.name}: needs ${missing.join(', ')}`);
    if (inCi) total.failed += 1;
    return;
  }
  console.log(`\n── ${suite.name}`);
  complaints = '';
  const startedAt = performance.now();
  const reportFile = join(reports, `${suite.name.replaceAll(' ', '-')}.json`);
  rmSync(reportFile, { force: true });
  const code = await execute(suite, reportFile);
  const count = countOf(suite, code, reportFile);
  total.passed += count.passed;
  total.failed += count.failed;
  if (count.failed > 0) failures.push(...nameFailures(suite, reportFile));
  secondTries.push(...nameTests(suite, reportFile, ({ isFlaky }) => isFlaky === true));
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  console.log(`── ${suite.name}: ${count.passed} passed, ${count.failed} failed, ${minutes} min`);
  if (count.skipped > 0) {
    notRun.push(`${suite.name}: ${count.skipped} tests say why in their output`);
    if (inCi) total.failed += count.skipped;
  }
}

function execute(suite: Suite, reportFile: string): Promise<number> {
  const [command = '', ...rest] = suite.command;
  const reporter =
    suite.report === 'vitest'
      ? ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
      : [];
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
  };
  return new Promise((resolve) => {
    const child = spawn(join(bin, command), [...rest, ...reporter], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'pipe'],
      env,
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      process.stderr.write(text);
      complaints = (complaints + text).slice(-COMPLAINTS_MAX);
    });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function countOf(suite: Suite, code: number, reportFile: string): Count {
  if (suite.report === 'check') return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const count = existsSync(reportFile) ? readCount(suite, reportFile) : { passed: 0, failed: 0, skipped: 0 };
  const isSilent = count.passed + count.failed === 0;
  // A runner that failed without a failed test (a file that did not load) still counts.
  if (isSilent || (code !== 0 && count.failed === 0)) count.failed += 1;
  return count;
}

function readCount(suite: Suite, reportFile: string): Count {
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Record<string, number> & {
    stats?: Record<string, number>;
  };
  if (suite.report === 'playwright') {
    const stats = report.stats ?? {};
    return {
      passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
      failed: stats.unexpected ?? 0,
      skipped: stats.skipped ?? 0,
    };
  }
  return {
    passed: report.numPassedTests ?? 0,
    failed: report.numFailedTests ?? 0,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
}

/**
 * A long output is cut where it is read: what failed stands at its end once more. A runner that failed without a failed test
 * said why on its error stream.
 */
function nameFailures(suite: Suite, reportFile: string): string[] {
  const failed = nameTests(suite, reportFile, ({ status }) => status === 'failed');
  return failed.length === 0 ? [`${suite.name}: no test failed, and yet:\n${complaints}`] : failed;
}

function nameTests(suite: Suite, reportFile: string, isMeant: (ran: Ran) => boolean): string[] {
  if (suite.report === 'check' || !existsSync(reportFile)) return [];
  return readReport(root, readFileSync(reportFile, 'utf8'))
    .filter(isMeant)
    .map(({ file, titles }) => `${suite.name}: ${file} › ${titles.filter(Boolean).join(' › ')}`);
}

function isHere(need: Need): boolean {
  if (need === 'chromium') return ['chromium', 'chromium-browser', 'google-chrome'].some(onPath);
  if (need === 'redis') return onPath('redis-server');
  if (need === 'libfaketime') return globSync('/usr/lib/*/faketime/libfaketime.so.1').length > 0;
  if (need !== 'postgres') return onPath(need);
  const base = '/usr/lib/postgresql';
  return (
    onPath('postgres') || (existsSync(base) && readdirSync(base).some((version) => Number(version) >= 15))
  );
}

function onPath(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}
