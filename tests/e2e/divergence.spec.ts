/** Rows that went bad on a device come right by themselves, and Settings says so. */
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { openGroupOfTwo } from './group-of-two.ts';

test('rows damaged in IndexedDB are repaired from the log after the next start', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  for (const text of ['some daqui', 'muda de texto', 'fica']) await ana.app.send(text);
  await expect(bia.app.message('fica')).toBeVisible();
  await bia.app.installed();

  // Without a network it stays as it is: nobody could say that anything is wrong.
  racha.proxy.set({ refuse: true });
  await damage(bia.page);
  await bia.page.reload();
  await expect(bia.app.message('estragada')).toBeVisible();
  await expect(bia.app.message('some daqui')).toHaveCount(0);
  racha.proxy.set({});
  await bia.page.reload();
  // At rest, without a touch.
  await expect(bia.app.message('some daqui')).toBeVisible({ timeout: 60_000 });
  await expect(bia.app.message('muda de texto')).toBeVisible();
  await expect(bia.app.message('estragada')).toHaveCount(0);

  await bia.page.goto('/ajustes');
  await expect(bia.page.getByText(/Última verificação.*1 diferença corrigida/)).toBeVisible();
  const health = (await (await bia.page.request.get('/readyz')).json()) as { divergences: number };
  expect(health.divergences).toBe(1);

  await ana.page.goto('/ajustes');
  await expect(ana.page.getByText(/Última verificação.*tudo certo/)).toBeVisible();
});

/** Past the app, as a bug of the browser would: one message gone, one with another text. */
async function damage(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('racha'));
    const messages = database.transaction('messages', 'readwrite').objectStore('messages');
    for (const row of await done(messages.getAll())) {
      if (row.text === 'some daqui') await done(messages.delete([row.groupId, row.id]));
      if (row.text === 'muda de texto') await done(messages.put({ ...row, text: 'estragada' }));
    }
    database.close();
  });
}
