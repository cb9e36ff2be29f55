import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { rowsOf } from './device-database.ts';
import { type Racha, test } from './fixtures.ts';
import { countLoads, lookForUpdate, updateButton } from './take-update.ts';

const TEXTS = ['um', 'dois', 'três'];

async function startInstalled(racha: Racha): Promise<App> {
  const app = new App((await racha.device()).page);
  await app.start('Ana');
  await app.createGroup('Floripa 2026');
  await app.send('antes');
  await app.expectStatus('antes', 'Enviada');
  await app.installed();
  return app;
}

async function expectSentOnce(app: App): Promise<void> {
  for (const text of TEXTS) {
    await app.expectStatus(text, 'Enviada');
    await expect(app.message(text)).toHaveCount(1);
  }
}

test('fault 41: a new version waits for the person; the queue and the draft survive it, offline and in mid-replay', async ({
  racha,
}) => {
  const app = await startInstalled(racha);
  const update = updateButton(app.page);
  await racha.deployNewVersion();
  await lookForUpdate(app.page);
  await expect(update).toBeVisible();

  racha.proxy.set({ refuse: true });
  await app.sendAll(TEXTS);
  await app.composer.fill('ainda estou escrevendo');
  await expect(update).toBeVisible();

  // The new version is on the device already: no network is needed to change over.
  await Promise.all([app.page.waitForEvent('load'), update.click()]);
  await expect(app.composer).toHaveValue('ainda estou escrevendo');
  await expect(update).toBeHidden();
  for (const text of TEXTS) await app.expectStatus(text, 'Esperando');

  // The next one comes while these go out: requests pass, and no answer has come when the page goes away.
  await racha.deployNewVersion('and the one after it');
  racha.proxy.set({});
  await lookForUpdate(app.page);
  await expect(update).toBeVisible();
  racha.proxy.set({ refuse: true });
  await app.composer.fill('');
  await app.send('quatro');
  racha.proxy.set({ blackHole: 'down' });
  const sentBefore = racha.proxy.stats.bytesUp;
  await expect.poll(() => racha.proxy.stats.bytesUp - sentBefore).toBeGreaterThan(0);
  await app.composer.fill('e ainda');
  await Promise.all([app.page.waitForEvent('load'), update.click()]);
  await expect(app.composer).toHaveValue('e ainda');
  racha.proxy.set({});
  await expectSentOnce(app);
  await app.expectStatus('quatro', 'Enviada');
  await expect(app.message('quatro')).toHaveCount(1);
});

test('fault 41: put off, it comes by itself once nobody is in the middle of anything in either tab; each is loaded once', async ({
  racha,
}) => {
  const app = await startInstalled(racha);
  const { page } = app;
  const other = await page.context().newPage();
  await other.goto('/ajustes');
  await expect(other.getByRole('heading', { name: 'Ajustes' })).toBeVisible();
  await racha.deployNewVersion();
  await lookForUpdate(page);
  await expect(updateButton(other)).toBeVisible();
  await app.composer.fill('pela metade');
  await page.getByRole('button', { name: 'Atualizar quando eu terminar' }).click();
  // Both tabs know, and a page that is loaded anew.
  const promise = 'Atualiza sozinho quando você terminar';
  await expect(other.getByText(promise)).toBeVisible();
  await expect.poll(() => rowsOf(page, 'drafts')).toMatchObject([{ text: 'pela metade' }]);
  await page.reload();
  await expect(page.getByText(promise)).toBeVisible();
  await expect(app.composer).toHaveValue('pela metade');

  racha.proxy.set({ refuse: true });
  await app.sendAll(TEXTS);
  await app.composer.fill('escrito por último');
  const loads = [countLoads(page), countLoads(other)];
  await hide(other);
  await hide(page);
  // A text stands in the box, and the tab says so to the other one. (How long is waited: update-when-done.dom.test.tsx.)
  await expect.poll(() => isHeldUp(other)).toBe(true);
  expect(loads.map((count) => count())).toEqual([0, 0]);
  await app.send('escrito por último');
  await expect.poll(() => loads.map((count) => count()), { timeout: 30_000 }).toEqual([1, 1]);

  await app.expectStatus('escrito por último', 'Esperando');
  await expect(app.composer).toHaveValue('');
  await expect(updateButton(page)).toBeHidden();
  await expect(other.getByRole('heading', { name: 'Ajustes' })).toBeVisible();
  await expect(updateButton(other)).toBeHidden();
  racha.proxy.set({});
  await expectSentOnce(app);
  await app.expectStatus('escrito por último', 'Enviada');
  expect(loads.map((count) => count())).toEqual([1, 1]);
});

/** Headless Chromium shows every page: what a page is told when another app is looked at has to be told to it. */
function hide(page: Page): Promise<void> {
  return page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

/** Somewhere in this browser a tab says that somebody is not done. */
function isHeldUp(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const { held = [] } = await navigator.locks.query();
    return held.some(({ name }) => name === 'racha-not-done');
  });
}
