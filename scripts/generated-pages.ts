import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderProtocolPage } from './protocol-page.ts';
import { renderQaNamesPage } from './qa-names-page.ts';

/** Page → what it must say now. */
export const GENERATED_PAGES: Readonly<Record<string, () => string>> = {
  'docs/protocol.md': renderProtocolPage,
  'docs/qa-names.md': () => renderQaNamesPage(pathOf('locales')),
};

export function pathOf(page: string): string {
  return join(dirname(dirname(fileURLToPath(import.meta.url))), page);
}
