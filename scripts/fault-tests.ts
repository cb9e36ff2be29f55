/**
 * Tests that name rows of the fault catalogue: any title that begins `fault 29: ` or `fault 17, 18: `, in whatever
 * runner, on a test or on the group around it. Read from the source, so that a test that never ran is listed too.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FaultTest {
  readonly rows: readonly number[];
  /** From the root of the repository. */
  readonly file: string;
  /** As written, after the colon; what is filled in when it runs is `…`. */
  readonly title: string;
}

const TITLE = /(['"`])fault (\d+(?:, \d+)*): ((?:(?!\1)[^\\\n]|\\.)+)\1/g;
/** `${x}` of a template; `%s` and `$name` of a table. */
const FILLED_IN = /\$\{[^}]*\}|%[sdifjo]|\$[a-z]\w*/gi;

/** A title as a link's text in a table; also what names the test there. */
export function shownTitle(title: string): string {
  return title
    .replaceAll('|', '/')
    .replaceAll('[', '(')
    .replaceAll(']', ')')
    .replaceAll('<', '‹')
    .replaceAll('`', "'");
}

export function listFaultTests(root: string): FaultTest[] {
  // New files count before they are committed.
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'tests', 'scripts'];
  const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\n');
  return files
    .filter((file) => /\.(test|spec)\.tsx?$/.test(file))
    .sort()
    .flatMap((file) => faultTestsIn(file, readFileSync(join(root, file), 'utf8')));
}

export function faultTestsIn(file: string, source: string): FaultTest[] {
  return [...source.matchAll(TITLE)].map(([, , rows = '', title = '']) => ({
    rows: rows.split(', ').map(Number),
    file,
    title: title.replace(/\\(.)/g, '$1').replace(FILLED_IN, '…').trim(),
  }));
}
