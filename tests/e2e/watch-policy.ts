/** What the content security policy refused, as the page itself is told: from before its first line runs. */
import type { Page } from '@playwright/test';

const MARK = 'policy refused:';

export interface PolicyWatch {
  /** One entry for each refusal, in order. */
  readonly refused: readonly string[];
}

export async function watchPolicy(page: Page): Promise<PolicyWatch> {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().startsWith(MARK)) refused.push(message.text().slice(MARK.length + 1));
  });
  await page.addInitScript((mark) => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      console.warn(`${mark} ${violatedDirective} ${blockedURI} ${sample}`);
    });
  }, MARK);
  return { refused };
}
