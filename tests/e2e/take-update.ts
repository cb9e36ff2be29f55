/** A release reaches a tab: looking for it, its prompt, taking it. */
import { expect, type Locator, type Page } from '@playwright/test';

/** What a tab asks by itself, once an hour. Resolves to whether it was answered with a worker. */
export function lookForUpdate(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return (await registration?.update().catch(() => undefined)) !== undefined;
  });
}

/** In the bar that tells of it. */
export function updateButton(page: Page): Locator {
  return page
    .getByRole('status', { name: 'Atualização' })
    .getByRole('button', { name: 'Atualizar', exact: true });
}

export async function takeUpdate(page: Page): Promise<void> {
  await lookForUpdate(page);
  // Its worker keeps the whole app before it may take over: hundreds of files, on a machine that runs other tests.
  await expect(updateButton(page)).toBeVisible({ timeout: 60_000 });
  await Promise.all([page.waitForEvent('load'), updateButton(page).click()]);
  await expect(updateButton(page)).toBeHidden();
}

/** How often this page was loaded since. */
export function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  return () => loads;
}
