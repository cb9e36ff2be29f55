/** `npm run docs`: writes the pages that are made from the code; `-- --results`: and what the last test run said. */
import { writeFileSync } from 'node:fs';
import { GENERATED_PAGES, pathOf } from './generated-pages.ts';

const withReports = process.argv.includes('--results');
for (const [page, render] of Object.entries(GENERATED_PAGES))
  writeFileSync(pathOf(page), render(withReports));
