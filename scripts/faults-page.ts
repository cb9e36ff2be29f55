/**
 * `docs/faults.md`: row of the catalogue → tests that drive it → what became of them last.
 *
 * Rows and tests come from the code; the results stay as the page has them, until `npm run docs -- --results`
 * takes them anew from the last run. So the page is fresh when rows and tests are, whatever ran where.
 */
import { existsSync, readFileSync } from 'node:fs';
import { FAULT_ROWS, type FaultRow, SECTIONS } from '#tests/fault-rows.ts';
import { FAULTS, ROWS_BY_FAULT } from '#tests/sim/swarm.ts';
import { type FaultResults, keyOf, readResults } from './fault-results.ts';
import { type FaultTest, listFaultTests, shownTitle } from './fault-tests.ts';

const NOT_RUN = '–';
/** What only a browser can show: the simulation alone does not count there. */
const BROWSERS_OWN: readonly FaultRow['section'][] = ['B', 'C', 'D', 'F'];
const LINK = /\[([^\]]*)\]\(\.\.\/([^)]*)\)/g;

export interface FaultsPageOptions {
  readonly root: string;
  readonly page: string;
  /** Results of the last run replace what the page says of those tests. */
  readonly withReports: boolean;
}

export function renderFaultsPage({ root, page, withReports }: FaultsPageOptions): string {
  const tests = listFaultTests(root);
  const held = existsSync(page) ? resultsIn(readFileSync(page, 'utf8')) : new Map<string, string>();
  const results = new Map([...held, ...(withReports ? readResults(root, tests) : [])]);
  const lines = [
    '# Faults, and the tests that make them happen',
    '',
    '<!-- Made by `npm run docs` from tests/fault-rows.ts and the titles of tests. Do not edit; a stale page fails the checks. -->',
    '',
    'Each row is a scenario some test drives; its title begins with `fault N: `. *L0* names the faults of the seeded',
    'simulation ([reliability.md](reliability.md)) that are this row. Results are those of the last `npm run docs -- --results`.',
    '',
    summary(tests),
  ];
  for (const [section, words] of Object.entries(SECTIONS)) {
    const rows = FAULT_ROWS.filter((row) => row.section === section);
    lines.push(
      '',
      `## ${section}. ${words}`,
      '',
      '| # | fault | L0 | tests | last result |',
      '|---|---|---|---|---|',
    );
    for (const row of rows) lines.push(renderRow(row, testsOf(row, tests), results));
  }
  return `${lines.join('\n')}\n`;
}

/** Rows that nothing drives and nothing excuses: what `check-docs` fails on. */
export function listUncoveredRows(root: string): FaultRow[] {
  const tests = listFaultTests(root);
  return FAULT_ROWS.filter((row) => isUncovered(row, tests));
}

function isUncovered(row: FaultRow, tests: readonly FaultTest[]): boolean {
  return testsOf(row, tests).length === 0 && !isSimulationEnough(row) && row.due === undefined;
}

function testsOf({ row }: FaultRow, tests: readonly FaultTest[]): FaultTest[] {
  return tests.filter(({ rows }) => rows.includes(row));
}

function isSimulationEnough(row: FaultRow): boolean {
  return simulatedAs(row).length > 0 && !BROWSERS_OWN.includes(row.section);
}

function simulatedAs({ row }: FaultRow): string[] {
  return FAULTS.filter((fault) => ROWS_BY_FAULT[fault].includes(row));
}

function summary(tests: readonly FaultTest[]): string {
  const named = FAULT_ROWS.filter((row) => testsOf(row, tests).length > 0).length;
  const missing = FAULT_ROWS.filter((row) => isUncovered(row, tests)).length;
  const others = FAULT_ROWS.filter((row) => testsOf(row, tests).length === 0);
  const simulated = others.filter((row) => row.due === undefined && isSimulationEnough(row)).length;
  const due = FAULT_ROWS.length - named - missing - simulated;
  return `${FAULT_ROWS.length} rows: ${named} have tests of their own, ${simulated} the simulation alone, ${due} are due with what they are about, ${missing} have none.`;
}

function renderRow(row: FaultRow, tests: readonly FaultTest[], results: FaultResults): string {
  const simulated = simulatedAs(row);
  const cells = tests.map((test) => `[${shownTitle(test.title)}](../${test.file})`);
  if (row.due) cells.push(cells.length > 0 ? `the rest due with: ${row.due}` : `due with: ${row.due}`);
  if (cells.length === 0) cells.push(isSimulationEnough(row) ? 'the simulation' : '**none yet**');
  const outcomes = tests.map((test) => results.get(keyOf(test)) ?? NOT_RUN);
  return `| ${row.row} | ${shownTitle(row.words)} | ${simulated.join(', ')} | ${cells.join('<br>')} | ${outcomes.join('<br>')} |`;
}

/** Keyed by what the page shows. */
function resultsIn(page: string): Map<string, string> {
  const results = new Map<string, string>();
  for (const line of page.split('\n')) {
    const cells = line.split(' | ');
    const [tests = '', outcomes = ''] = cells.slice(3);
    const words = outcomes.replace(/ \|$/, '').split('<br>');
    for (const [i, [, title = '', file = '']] of [...tests.matchAll(LINK)].entries()) {
      const result = words[i];
      if (result !== undefined && result !== NOT_RUN) results.set(keyOf({ file, title }), result);
    }
  }
  return results;
}
