/**
 * The docs are true in what can be checked: generated pages are fresh, every row of the fault catalogue is driven or
 * due, every file and function that
 * `docs/life-of-an-op.md` names exists, every relative link in the Markdown leads somewhere, and no file names
 * a path of the machine it was written on.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { listUncoveredRows } from './faults-page.ts';
import { GENERATED_PAGES, pathOf } from './generated-pages.ts';

const problems: string[] = [];
for (const [page, render] of Object.entries(GENERATED_PAGES)) {
  const path = pathOf(page);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== render(false))
    problems.push(`${page} is stale: npm run docs`);
}
for (const { row, words } of listUncoveredRows(pathOf('.')))
  problems.push(`docs/faults.md: no test drives row ${row} (${words})`);
checkNames('docs/life-of-an-op.md');
const tracked = execFileSync('git', ['ls-files', '*.md'], { cwd: pathOf('.'), encoding: 'utf8' });
const pages = tracked.split('\n').filter(Boolean);
for (const page of pages) checkLinks(page);

for (const problem of problems) console.error(problem);
console.log(`${pages.length} pages, ${problems.length} problems`);
if (problems.length > 0 || pages.length === 0) process.exit(1);

/** "`src/a/b.ts` `someFunction`": the file exists, and every name in backticks up to the next file is in it. */
function checkNames(page: string): void {
  let file = '';
  let code = '';
  let files = 0;
  for (const [, word = ''] of readFileSync(pathOf(page), 'utf8').matchAll(/`([^`]+)`/g)) {
    if (/^src\/.+\.tsx?$/.test(word)) {
      file = word;
      files += 1;
      code = existsSync(pathOf(file)) ? readFileSync(pathOf(file), 'utf8') : '';
      if (code === '') problems.push(`${page}: no file ${file}`);
    } else if (/^\w+$/.test(word) && code !== '' && !new RegExp(`\\b${word}\\b`).test(code)) {
      problems.push(`${page}: ${file} has no ${word}`);
    }
  }
  if (files < 15) problems.push(`${page}: names only ${files} files`);
}

function checkLinks(page: string): void {
  const text = readFileSync(pathOf(page), 'utf8').replace(/```[\s\S]*?```/g, '');
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target) || target.startsWith('#')) continue;
    const path = normalize(join(dirname(page), target.split('#')[0] ?? ''));
    if (!existsSync(pathOf(path))) problems.push(`${page}: broken link ${target}`);
  }
}
