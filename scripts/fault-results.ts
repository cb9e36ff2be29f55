/**
 * What became of the tests that name fault rows, by the reports `npm test` leaves in .cache/reports. A title with
 * `…` stands for every test made from it: one failure is a failure of all. Of several runs the last one counts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FaultTest, shownTitle } from './fault-tests.ts';
import { type Ran, readReport } from './test-reports.ts';

/** `passed 2026-11-21`, by file and title as shown. */
export type FaultResults = ReadonlyMap<string, string>;

export const keyOf = ({ file, title }: Pick<FaultTest, 'file' | 'title'>): string =>
  `${file} ${shownTitle(title)}`;

export function readResults(root: string, tests: readonly FaultTest[]): FaultResults {
  const folder = join(root, '.cache/reports');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  const ran = files.flatMap((file) => readReport(root, readFileSync(join(folder, file), 'utf8')));
  return new Map(
    tests.flatMap((test) => {
      const result = resultOf(test, ran);
      return result === undefined ? [] : [[keyOf(test), result]];
    }),
  );
}

function resultOf(test: FaultTest, ran: readonly Ran[]): string | undefined {
  const pattern = new RegExp(`^fault [\\d, ]+: ${test.title.split('…').map(escaped).join('.*')}$`);
  const own = ran.filter(({ file, titles }) => file === test.file && titles.some((one) => pattern.test(one)));
  const latest = new Map<string, Ran>();
  for (const one of own.sort((a, b) => a.startedAt - b.startedAt)) latest.set(one.titles.join(' › '), one);
  const last = [...latest.values()];
  const status = (['failed', 'passed', 'skipped'] as const).find((one) =>
    last.some((result) => result.status === one),
  );
  const startedAt = last.at(-1)?.startedAt;
  return status && startedAt !== undefined
    ? `${status} ${new Date(startedAt).toISOString().slice(0, 10)}`
    : undefined;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
