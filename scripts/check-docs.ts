/**
 * The docs are true in what can be checked: generated pages are fresh, every file and function that
 * `docs/life-of-an-op.md` names exists, every relative link in the Markdown leads somewhere, and no file names
 * a path of the machine it was written on.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { GENERATED_PAGES, pathOf } from './generated-pages.ts';

const problems: string[] = [];
for (const [page, render] of Object.entries(GENERATED_PAGES)) {
  const path = pathOf(page);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== render())
    problems.push(`${page} is stale: npm run docs`);
}
checkNames('docs/life-of-an-op.md');
const tracked = execFileSync('git', ['ls-files', '*.md'], { cwd: pathOf('.'), encoding: 'utf8' });
const pages = tracked.split('\n').filter(Boolean);
for (const page of pages) checkLinks(page);

for (const problem of problems) console.error(problem);
console.log(`${pages.length} pages, ${problems.length} problems`);
if (problems.length > 0 || pages.length === 0) process.exit(1);

/** Lines such as "`src/a/b.ts` `someFunction`": the file exists, and each name in backticks after it is in it. */
function checkNames(page: string): void {
  const text = readFileSync(pathOf(page), 'utf8');
  let named = 0;
  for (const line of text.split('\n')) {
    const words = [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
    const file = words.find((word) => /^src\/.+\.tsx?$/.test(word));
    if (!file) continue;
    named += 1;
    if (!existsSync(pathOf(file))) {
      problems.push(`${page}: no file ${file}`);
      continue;
    }
    const code = readFileSync(pathOf(file), 'utf8');
    const symbols = words.filter((word) => /^#?[A-Za-z]\w+(\(\))?$/.test(word));
    for (const symbol of symbols) {
      if (!code.includes(symbol.replace('()', ''))) problems.push(`${page}: ${file} has no ${symbol}`);
    }
  }
  if (named < 8) problems.push(`${page}: names only ${named} files`);
}

function checkLinks(page: string): void {
  const text = readFileSync(pathOf(page), 'utf8').replace(/```[\s\S]*?```/g, '');
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target) || target.startsWith('#')) continue;
    const path = normalize(join(dirname(page), target.split('#')[0] ?? ''));
    if (!existsSync(pathOf(path))) problems.push(`${page}: broken link ${target}`);
  }
}
