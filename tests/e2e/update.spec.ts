import { expect } from '@playwright/test';
import { App } from './app.ts';
import { test } from './fixtures.ts';

test('fault 41: a new version waits for the person; the queue and the draft survive it', async ({
  racha,
}) => {
  const app = new App((await racha.device()).page);
  await app.start('Ana');
  await app.createGroup('Floripa 2026');
  await app.send('antes');
  await app.expectStatus('antes', 'Enviada');
  await app.installed();

  await racha.deployNewVersion();
  await app.page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  const update = app.page.getByRole('button', { name: 'Atualizar' });
  await expect(update).toBeVisible();

  racha.proxy.set({ refuse: true });
  for (const text of ['um', 'dois', 'três']) await app.send(text);
  await app.composer.fill('ainda estou escrevendo');
  await expect(update).toBeVisible();

  // The new version is on the device already: no network is needed to change over.
  await Promise.all([app.page.waitForEvent('load'), update.click()]);
  await expect(app.composer).toHaveValue('ainda estou escrevendo');
  await expect(update).toBeHidden();
  for (const text of ['um', 'dois', 'três']) await app.expectStatus(text, 'Esperando');

  racha.proxy.set({});
  for (const text of ['um', 'dois', 'três']) {
    await app.expectStatus(text, 'Enviada');
    await expect(app.message(text)).toHaveCount(1);
  }
});
