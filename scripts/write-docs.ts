/** `npm run docs`: writes the pages that are made from the code. */
import { writeFileSync } from 'node:fs';
import { GENERATED_PAGES, pathOf } from './generated-pages.ts';

for (const [page, render] of Object.entries(GENERATED_PAGES)) writeFileSync(pathOf(page), render());
