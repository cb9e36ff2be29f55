/** Raises and lowers the flags of a build that has them (`tests/support/fault-flags.ts`). */
import type { Page } from '@playwright/test';
import { FAULT_KEY } from '../support/fault-flags.ts';

/** Felt at once by what is on the screen. */
export async function setFlag(page: Page, flag: string | null): Promise<void> {
  await page.evaluate(
    ([key, value]) => {
      if (value === null || value === undefined) localStorage.removeItem(key ?? '');
      else localStorage.setItem(key ?? '', value);
      dispatchEvent(new Event(key ?? ''));
    },
    [FAULT_KEY, flag] as const,
  );
}
