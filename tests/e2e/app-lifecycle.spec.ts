/** What happens to the app itself: a new version in two tabs, a withdrawn one, a browser that keeps nothing. No server. */
import { test as base, expect } from '@playwright/test';
import { App } from './app.ts';
import { StaticSite } from './static-site.ts';
import { lookForUpdate, updateButton } from './take-update.ts';

const test = base.extend<{ site: StaticSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from it.
  site: async ({}, use) => {
    const site = await StaticSite.start();
    await use(site);
    await site.stop();
  },
  baseURL: async ({ site }, use) => use(site.origin),
});

async function writeOffline(app: App): Promise<void> {
  await app.start('Ana');
  await app.createGroup('Floripa 2026');
  await app.send('na fila');
  await app.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

test('fault 41: one tab takes the new version; the other is not reloaded under the person’s hands', async ({
  context,
  page,
  site,
}) => {
  const app = new App(page);
  await writeOffline(app);
  const other = new App(await context.newPage());
  await other.page.goto('/ajustes');
  await expect(other.page.getByRole('heading', { name: 'Ajustes' })).toBeVisible();

  site.release();
  await lookForUpdate(app.page);
  await expect(page.getByText('Nova versão pronta')).toBeVisible();
  await app.composer.fill('rascunho pela metade');

  const reloaded = page.waitForEvent('load');
  await updateButton(page).click();
  await reloaded;
  await expect(app.composer).toHaveValue('rascunho pela metade');
  await expect(app.message('na fila')).toBeVisible();
  await app.expectStatus('na fila', 'Esperando');
  await expect(page.getByText('Nova versão pronta')).toBeHidden();

  // The other tab goes on, and offers the same.
  const otherReloaded = other.page.waitForEvent('load');
  await updateButton(other.page).click();
  await otherReloaded;
  await expect(other.page.getByText('Nova versão pronta')).toBeHidden();
});

test('fault 44: a broken worker is withdrawn: files from the network again, the outbox untouched', async ({
  page,
  site,
}) => {
  const app = new App(page);
  await writeOffline(app);
  site.pullKillSwitch();
  await lookForUpdate(app.page);
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length))
    .toBe(0);
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
  await page.goto('/');
  await app.openGroup('Floripa 2026');
  await app.expectStatus('na fila', 'Esperando');
});

test('a browser that lets nothing be kept is told so, and nothing is called saved', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Este navegador não deixa guardar' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Tentar de novo' })).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
});

test('a proxy’s error page is no server: offline, nothing sent, nothing lost', async ({ page }) => {
  const app = new App(page);
  await writeOffline(app);
  await expect(app.connection).toContainText('Sem conexão');
  await app.expectStatus('na fila', 'Esperando');
});
