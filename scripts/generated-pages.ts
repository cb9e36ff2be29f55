import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderAuthorisationPage } from './authorisation-page.ts';
import { renderErrorsPage } from './errors-page.ts';
import { renderFaultsPage } from './faults-page.ts';
import { renderProtocolPage } from './protocol-page.ts';
import { renderQaNamesPage } from './qa-names-page.ts';

/** Page → what it must say now; `withReports`: with the results of the last test run in it. */
export const GENERATED_PAGES: Readonly<Record<string, (withReports: boolean) => string>> = {
  'docs/authorisation.md': renderAuthorisationPage,
  'docs/protocol.md': renderProtocolPage,
  'docs/faults.md': (withReports) =>
    renderFaultsPage({ root: pathOf('.'), page: pathOf('docs/faults.md'), withReports }),
  'docs/errors.md': () => renderErrorsPage(pathOf('locales')),
  'docs/qa-names.md': () => renderQaNamesPage(pathOf('locales')),
};

export function pathOf(page: string): string {
  return join(dirname(dirname(fileURLToPath(import.meta.url))), page);
}
