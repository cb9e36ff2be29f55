import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The rules that a theme can break; all others find the same in both. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];

/** Axe finds nothing on what is shown now, in either theme; `screen` is how a finding is told. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  await expectNothingFound(page, screen, (axe) =>
    axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']),
  );
  const own = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await page.emulateMedia({ colorScheme: own ? 'light' : 'dark' });
  await expectNothingFound(page, `${screen}, the other theme`, (axe) => axe.withRules(COLOR_RULES));
  await page.emulateMedia({ colorScheme: own ? 'dark' : 'light' });
}

async function expectNothingFound(
  page: Page,
  screen: string,
  choose: (axe: AxeBuilder) => AxeBuilder,
): Promise<void> {
  let found = await find(page, choose);
  // What began to fade while axe was looking is looked at again, at rest.
  if (found.length > 0) found = await find(page, choose);
  expect(found, screen).toEqual([]);
}

async function find(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  await faded(page);
  const { violations } = await choose(new AxeBuilder({ page })).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/** What fades in, or from one theme to the other, has its colours when it has come to its end. */
async function faded(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}
