import { expect } from '@playwright/test';
import { App } from './app.ts';
import { test } from './fixtures.ts';
import { expectInOrderOnce, GROUP_NAME, openGroupOfTwo } from './group-of-two.ts';

test('the tab that sends is killed; the other goes on', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  const second = new App(await ana.device.context.newPage());
  await second.page.goto('/');
  await second.openGroup(GROUP_NAME);
  racha.proxy.set({ bytesPerSecond: 2_000 });
  const texts = Array.from({ length: 20 }, (_, i) => `no meio ${String(i).padStart(2, '0')}`);
  await ana.app.sendAll(texts);
  await ana.page.close({ runBeforeUnload: false });
  racha.proxy.set({});
  await expectInOrderOnce(bia.app, texts);
});

test('a message leaves with no tab open, by background sync', async ({ racha }) => {
  const { ana, bia } = await openGroupOfTwo(racha);
  await ana.app.installed();
  // Background Sync listens to the browser's own idea of being online.
  await ana.device.context.setOffline(true);
  await ana.app.send('saí e fechei o app');
  await ana.app.expectStatus('saí e fechei o app', 'Esperando');
  const blank = await ana.device.context.newPage();
  await blank.goto('about:blank');
  await ana.page.close();
  await ana.device.context.setOffline(false);
  await expect(bia.app.message('saí e fechei o app')).toBeVisible({ timeout: 60_000 });
});
